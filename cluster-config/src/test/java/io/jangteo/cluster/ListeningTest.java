package io.jangteo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListeningTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @Test
  void findsThoseThatTakeConnectionsAmongThoseThatRefuse() throws Exception {
    Address refusing;
    try (ServerSocket closed = new ServerSocket(0, 1, LOOPBACK)) {
      refusing = new Address(LOOPBACK, closed.getLocalPort());
    }
    try (ServerSocket one = new ServerSocket(0, 10, LOOPBACK);
        ServerSocket two = new ServerSocket(0, 10, LOOPBACK)) {
      Address first = new Address(LOOPBACK, one.getLocalPort());
      Address second = new Address(LOOPBACK, two.getLocalPort());

      assertThat(Listening.among(List.of(refusing, second, first), Duration.ofSeconds(5)))
          .containsExactlyInAnyOrder(first, second);
    }
  }

  @Test
  void waitsForThoseThatSayNothingNoLongerThanItsPatience() throws Exception {
    List<SocketChannel> waiting = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, LOOPBACK);
        ServerSocket one = new ServerSocket(0, 10, LOOPBACK)) {
      fill(full, waiting);
      Address silent = new Address(LOOPBACK, full.getLocalPort());
      Address first = new Address(LOOPBACK, one.getLocalPort());

      long begun = System.nanoTime();
      assertThat(Listening.among(List.of(silent, first), Duration.ofMillis(300)))
          .containsExactly(first);
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isBetween(Duration.ofMillis(300), Duration.ofSeconds(3));
    } finally {
      for (SocketChannel each : waiting) {
        each.close();
      }
    }
  }

  /** Takes all places of those who wait to be accepted: who comes then is not even refused. */
  private static void fill(ServerSocket server, List<SocketChannel> waiting) throws Exception {
    for (int i = 0; i < 8; i++) {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.connect(new InetSocketAddress(LOOPBACK, server.getLocalPort()));
      waiting.add(channel);
    }
  }
}
