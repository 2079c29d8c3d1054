package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose connection it is: bounds by address, and the PROXY protocol. */
class ConnectionsIT {
  private static final String REQUEST =
      "GET /things HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

  @Test
  void anAddressHoldsOnlySoManyConnections() throws IOException {
    try (RunningGateway gateway =
        new RunningGateway(
            Map.of("gateway.limits.exempt", "", "gateway.limits.connectionsMax", "5"))) {
      List<Socket> open = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        open.add(new Socket("127.0.0.1", gateway.port()));
      }
      assertThat(open).allMatch(ConnectionsIT::isHeld);

      try (Socket more = new Socket("127.0.0.1", gateway.port())) {
        assertThat(isHeld(more)).isFalse();
      }
      open.get(0).close();
      Awaitility.await().until(() -> gateway.raw(REQUEST).startsWith("HTTP/1.1 404"));
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  private static boolean isHeld(Socket socket) {
    try {
      socket.setSoTimeout(150);
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException silence) {
      return true;
    } catch (IOException reset) {
      return false;
    }
  }

  private static RunningGateway proxied(String trusted) {
    return new RunningGateway(
        Map.of(
            "gateway.limits.exempt", "127.0.0.1",
            "gateway.limits.address", "1/m",
            "gateway.limits.addressBurst", "2",
            "gateway.proxies.trusted", trusted,
            "gateway.proxies.protocol", "true"));
  }

  private static String tcp4(String client) {
    return "PROXY TCP4 " + client + " 127.0.0.1 4711 80\r\n";
  }

  @Test
  void aClientIsWhomTheProxyNames() {
    try (RunningGateway gateway = proxied("127.0.0.1")) {
      assertThat(gateway.raw(tcp4("192.0.2.1") + REQUEST)).startsWith("HTTP/1.1 404");
      assertThat(gateway.raw(tcp4("192.0.2.1") + REQUEST)).startsWith("HTTP/1.1 404");

      assertThat(gateway.raw(tcp4("192.0.2.1") + REQUEST)).startsWith("HTTP/1.1 429");
      assertThat(gateway.raw(tcp4("192.0.2.2") + REQUEST)).startsWith("HTTP/1.1 404");
    }
  }

  @Test
  void whoIsNoProxyMayNotSayForWhomItSpeaks() {
    try (RunningGateway gateway = proxied("10.0.0.0/8")) {
      assertThat(gateway.raw(tcp4("192.0.2.1") + REQUEST)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PROXY TCP4 a b c d\r\n", "PROXY TCP4 1.2.3.4\r\n", "PROXY UDP4\r\n"})
  void aConnectionWithoutAGoodHeaderIsClosed(String header) {
    try (RunningGateway gateway = proxied("127.0.0.1")) {
      assertThat(gateway.raw(header + REQUEST)).doesNotContain("HTTP/1.1 404", "HTTP/1.1 200");
    }
  }
}
