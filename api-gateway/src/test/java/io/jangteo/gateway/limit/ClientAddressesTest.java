package io.jangteo.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressesTest {
  private static final AddressRanges PROXIES = ranges("10.0.0.0/8", "fd00::/8");

  private static AddressRanges ranges(String... texts) {
    return AddressRanges.of(List.of(texts));
  }

  private static ClientAddresses behind(int hops) {
    return new ClientAddresses(PROXIES, hops, ranges("192.0.2.128/25", "::1"));
  }

  private static Client at(String host) {
    return behind(1).of(SocketAddress.inetSocketAddress(4711, host));
  }

  private static String forwarded(int hops, String... fields) {
    ClientAddresses clients = behind(hops);
    Client proxy = clients.of(SocketAddress.inetSocketAddress(4711, "10.1.2.3"));
    return clients.behind(proxy, List.of(fields)).address();
  }

  @Test
  void anIpv4ClientIsItsAddressAndAnIpv6ClientItsNetwork() {
    assertThat(at("203.0.113.7").address()).isEqualTo("203.0.113.7");
    assertThat(at("::ffff:203.0.113.7").address()).isEqualTo("203.0.113.7");
    assertThat(at("2001:db8:1:2:aaaa::1").address())
        .isEqualTo(at("2001:db8:1:2:bbbb::2").address())
        .isNotEqualTo(at("2001:db8:1:3:aaaa::1").address());
  }

  @Test
  void networksAreComparedBitByBit() {
    assertThat(at("192.0.2.128").exempt()).isTrue();
    assertThat(at("192.0.2.255").exempt()).isTrue();
    assertThat(at("192.0.2.127").exempt()).isFalse();
    assertThat(at("::1").exempt()).isTrue();
    assertThat(at("::2").exempt()).isFalse();
    assertThat(at("10.255.0.1").proxy()).isTrue();
    assertThat(at("11.0.0.1").proxy()).isFalse();
    assertThat(at("fd12::1").proxy()).isTrue();
  }

  @Test
  void theClientIsTheEntryThatTheOutermostProxyWrote() {
    assertThat(forwarded(1, "198.51.100.1, 203.0.113.7")).isEqualTo("203.0.113.7");
    assertThat(forwarded(2, "198.51.100.1, 203.0.113.7 ,10.0.0.9")).isEqualTo("203.0.113.7");
    assertThat(forwarded(2, "198.51.100.1", "203.0.113.7", "10.0.0.9")).isEqualTo("203.0.113.7");
    assertThat(forwarded(1, "203.0.113.7:4711")).isEqualTo("203.0.113.7");
    assertThat(forwarded(1, "[2001:db8::1]:4711")).isEqualTo(at("2001:db8::1").address());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", "unknown", "_hidden", "1.2.3", "1.2.3.4.5", "a, b", "::g"})
  void whatIsNoAddressLeavesTheProxyItself(String field) {
    assertThat(forwarded(1, field)).isEqualTo("10.1.2.3");
  }

  @Test
  void aProxyThatWasPassedByIsTakenForTheClient() {
    assertThat(forwarded(2, "203.0.113.7")).isEqualTo("10.1.2.3");
    assertThat(forwarded(1)).isEqualTo("10.1.2.3");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/33",
    "10.0.0/8",
    "::/129",
    "host",
    "10.0.0.1/",
    "10.0.0.1/-1",
    "10.0.0.1/a"
  })
  void aRangeThatIsNoneIsNamed(String text) {
    assertThatThrownBy(() -> ranges(text)).hasMessageContaining("'" + text + "'");
  }
}
