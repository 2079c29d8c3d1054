package io.jangteo.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.function.Consumer;

/** Members of Hazelcast alone, without Vert.x, with our configuration or nearly. */
final class ClusterNode {
  private ClusterNode() {}

  static HazelcastInstance start(ClusterConfig config) {
    return start(config, unchanged -> {});
  }

  static HazelcastInstance start(ClusterConfig config, Consumer<Config> change) {
    Config hazelcast = HazelcastConfigs.toHazelcast(config);
    change.accept(hazelcast);
    return Hazelcast.newHazelcastInstance(hazelcast);
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
