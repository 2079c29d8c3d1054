package io.jangteo.cluster;

import com.hazelcast.cluster.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which of many addresses take connections, asked all at once. */
final class Listening {
  private Listening() {}

  /**
   * Blocks until all have taken or refused, at most {@code patience}; says nothing on the
   * connections and closes them.
   */
  static Set<Address> among(Collection<Address> addresses, Duration patience) {
    Set<Address> listening = new LinkedHashSet<>();
    long deadline = System.nanoTime() + patience.toNanos();
    try (Selector selector = Selector.open()) {
      try {
        addresses.forEach(address -> connect(address, selector));
        while (!selector.keys().isEmpty() && System.nanoTime() < deadline) {
          long left = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
          selector.select(key -> finish(key, listening), left);
          // Keys that were cancelled are taken out here.
          selector.selectNow();
        }
      } finally {
        selector.keys().forEach(key -> close((SocketChannel) key.channel()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return listening;
  }

  private static void connect(Address address, Selector selector) {
    SocketChannel channel = null;
    try {
      channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_CONNECT, address);
      channel.connect(new InetSocketAddress(address.getInetAddress(), address.getPort()));
    } catch (IOException | RuntimeException e) {
      // No way leads there.
      close(channel);
    }
  }

  private static void finish(SelectionKey key, Set<Address> listening) {
    SocketChannel channel = (SocketChannel) key.channel();
    try {
      if (channel.finishConnect()) {
        listening.add((Address) key.attachment());
      }
    } catch (IOException e) {
      // Refused.
    }
    close(channel);
  }

  private static void close(SocketChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
