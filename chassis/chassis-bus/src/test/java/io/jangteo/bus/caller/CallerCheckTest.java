package io.jangteo.bus.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jangteo.bus.Principal;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerCheckTest {
  private static final Principal ANN = new Principal(Ids.next(), Set.of("customer", "merchant"));

  private final AtomicLong now = new AtomicLong(1_800_000_000);
  private final AssertionKey key = AssertionKey.generate();
  private final CallerCheck check = new CallerCheck("order", now::get);

  @BeforeEach
  void oneGateway() {
    check.accept(gateways(key));
  }

  @Test
  void whatAGatewaySignedForTheServiceIsBelieved() {
    String assertion = signed("catalog", "order");

    assertThat(check.check(assertion)).isEqualTo(ANN);
    assertThat(check.check(assertion)).isEqualTo(ANN);
  }

  @Test
  void whatWasSaidToAnotherServiceIsNot() {
    assertThat(refusal(signed("catalog"))).contains("another service");
  }

  /** Seconds from signing to the check; half a minute to live and ten seconds between clocks. */
  @ParameterizedTest
  @CsvSource({"-11,false", "-10,true", "0,true", "39,true", "40,false", "86400,false"})
  void anAssertionIsGoodForSecondsOnly(long elapsed, boolean good) {
    String assertion = signed("order");
    now.addAndGet(elapsed);

    assertThat(isBelieved(assertion)).isEqualTo(good);
  }

  @Test
  void beingRememberedMakesItLiveNoLonger() {
    String assertion = signed("order");
    check.check(assertion);
    now.addAndGet(40);

    assertThat(refusal(assertion)).contains("too old");
  }

  @Test
  void whatIsMeantToLiveLongIsRefused() {
    String assertion = key.sign("g", ANN, List.of("order"), now.get(), now.get() + 61);

    assertThat(refusal(assertion)).contains("live too long");
  }

  @Test
  void nothingOfItCanBeChanged() {
    String[] parts = signed("order").split("\\.");
    String other =
        key.sign("g", new Principal(Ids.next(), Set.of()), List.of("order"), now.get(), now.get());
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);

    assertThat(
            Stream.of(
                parts[0] + "." + encoded(claims.replace("customer", "operator")) + "." + parts[2],
                parts[0] + "." + parts[1] + "." + other.substring(other.lastIndexOf('.') + 1),
                parts[0] + "." + parts[1] + "." + "A".repeat(86),
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + parts[1],
                parts[0] + "." + parts[1] + "." + parts[2] + ".x",
                header("{\"alg\":\"none\"}") + "." + parts[1] + "." + parts[2],
                header("{\"alg\":\"none\"}") + "." + parts[1] + ".",
                header(text(parts[0]).replace("EdDSA", "HS256")) + "." + parts[1] + "." + parts[2],
                header(text(parts[0]) + " ") + "." + parts[1] + "." + parts[2],
                "",
                ".",
                "..",
                "x".repeat(100_000)))
        .allSatisfy(forged -> assertThat(failure(forged)).isEqualTo(FailureCode.UNAUTHENTICATED));
  }

  @Test
  void aKeyThatNoGatewayToldOfMayStillBeTold() {
    AssertionKey other = AssertionKey.generate();
    String assertion = other.sign("g2", ANN, List.of("order"), now.get(), now.get() + 30);

    assertThat(failure(assertion)).isEqualTo(FailureCode.UNAVAILABLE);

    check.accept(gateways(key, other));
    assertThat(check.check(assertion)).isEqualTo(ANN);
  }

  @Test
  void aGatewayThatIsGoneIsBelievedForAMinute() {
    check.accept(List.of());
    now.addAndGet(CallerCheck.KEPT_SECONDS);
    assertThat(isBelieved(signed("order"))).isTrue();

    now.addAndGet(1);
    assertThat(isBelieved(signed("order"))).isFalse();
  }

  @Test
  void aGatewayThatIsBackIsBelievedAsBefore() {
    check.accept(List.of());
    now.addAndGet(30);
    check.accept(gateways(key));
    now.addAndGet(3600);

    assertThat(isBelieved(signed("order"))).isTrue();
  }

  @Test
  void anUnreadableKeyIsPassedOver() {
    ServiceInstance odd = gateways(key).get(0);
    odd.contract().withArray("x-jangteo-caller-keys").addObject().put("x", "AAAA");

    check.accept(List.of(odd));

    assertThat(isBelieved(signed("order"))).isTrue();
  }

  private String signed(String... audience) {
    return key.sign("g", ANN, List.of(audience), now.get(), now.get() + 30);
  }

  private static List<ServiceInstance> gateways(AssertionKey... keys) {
    return Stream.of(keys)
        .map(k -> new ServiceInstance("g", "1", "", "1", AnnouncedKeys.document(List.of(k))))
        .toList();
  }

  private boolean isBelieved(String assertion) {
    return catchThrowableOfType(ServiceFailure.class, () -> check.check(assertion)) == null;
  }

  private FailureCode failure(String assertion) {
    return catchThrowableOfType(ServiceFailure.class, () -> check.check(assertion)).code();
  }

  private String refusal(String assertion) {
    return catchThrowableOfType(ServiceFailure.class, () -> check.check(assertion)).detail();
  }

  private static String header(String json) {
    return encoded(json);
  }

  private static String text(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
