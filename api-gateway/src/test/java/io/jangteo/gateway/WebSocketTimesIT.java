package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How long a WebSocket stays, and for whom. */
class WebSocketTimesIT {
  private static final String EVENTS = "/things/A1/events";
  private static final byte[] MASKED_PING = {(byte) 0x89, (byte) 0x80, 1, 2, 3, 4};

  private final Market market = new Market();

  @Test
  void itEndsAfterItsLifetimeAndTheClientIsToComeBack() {
    try (RunningGateway gateway = gateway(Map.of("gateway.streamLifetime", "700ms"))) {
      assertThat(new Watcher(gateway).open(EVENTS).closedWith()).isEqualTo(1001);
    }
  }

  @Test
  void aClientThatAnswersPingsStaysAlthoughNothingHappens() {
    try (RunningGateway gateway = gateway(Map.of("gateway.idleTimeout", "1s"))) {
      Watcher.Watched watched = new Watcher(gateway).open(EVENTS);
      int before = market.calls.get();

      await().until(() -> market.calls.get() > before + 8);

      assertThat(watched.socket.isClosed()).isFalse();
    }
  }

  /** It pings, so that the connection is not idle. */
  @Test
  void aClientThatAnswersNoPingIsGivenUp() throws IOException {
    try (RunningGateway gateway = gateway(Map.of("gateway.idleTimeout", "1s"));
        Socket socket = open(gateway)) {
      await()
          .pollInterval(Duration.ofMillis(150))
          .atMost(Duration.ofSeconds(5))
          .until(() -> isGone(socket));
    }
  }

  /** It pings, so that the connection is not idle. */
  @Test
  void aClientThatTakesNoEventsIsGivenUp() throws IOException {
    for (int i = 0; i < 32; i++) {
      market.events.add("x".repeat(1 << 20));
    }
    try (RunningGateway gateway = gateway(Map.of("gateway.idleTimeout", "1s"));
        Socket socket = open(gateway)) {
      await()
          .pollInterval(Duration.ofMillis(150))
          .atMost(Duration.ofSeconds(5))
          .until(() -> !ping(socket));
    }
  }

  @Test
  void oneThatIsClosedIsNoConnectionOfItsAddressAnyMore() {
    try (RunningGateway gateway =
        gateway(Map.of("gateway.limits.exempt", "", "gateway.limits.connectionsMax", "3"))) {
      Watcher watcher = new Watcher(gateway);
      for (int i = 0; i < 6; i++) {
        await().until(() -> watcher.opensAndCloses(EVENTS));
      }
    }
  }

  private RunningGateway gateway(Map<String, String> settings) {
    return RunningGateway.withMarket(market, settings);
  }

  private static Socket open(RunningGateway gateway) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress("127.0.0.1", gateway.port()));
    socket.setSoTimeout(20);
    String head =
        "GET "
            + EVENTS
            + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static boolean isGone(Socket socket) {
    return !ping(socket) || TlsEdge.isClosed(socket);
  }

  private static boolean ping(Socket socket) {
    try {
      socket.getOutputStream().write(MASKED_PING);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
