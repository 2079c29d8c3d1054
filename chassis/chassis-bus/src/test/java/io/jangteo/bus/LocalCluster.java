package io.jangteo.bus;

import static io.jangteo.bus.Futures.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.cluster.ClusterConfig;
import io.jangteo.cluster.ClusteredVertx;
import io.jangteo.runtime.Ids;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Any number of nodes of one cluster in this JVM, which can be killed one by one. */
public final class LocalCluster implements AutoCloseable {
  private static final Duration JOINED = Duration.ofSeconds(30);

  private final String name = "test-" + Ids.next();
  private final List<String> members = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();

  /** One clustered Vert.x. */
  public record Node(Vertx vertx, HazelcastClusterManager manager) {
    public String id() {
      return manager.getNodeId();
    }

    private boolean isRunning() {
      return manager.getHazelcastInstance().getLifecycleService().isRunning();
    }

    /** As a killed process: nothing is undeployed, nothing withdrawn. */
    public void kill() {
      manager.getHazelcastInstance().getLifecycleService().terminate();
    }
  }

  /** Starts one more node with the settings that processes run with. */
  public Node start() {
    int port = freePort();
    members.add("127.0.0.1:" + port);
    ClusterConfig config = ClusterConfig.local(name, port, members).withoutJoinPause();
    Vertx vertx = result(ClusteredVertx.start(config, new VertxOptions().setEventLoopPoolSize(2)));
    HazelcastClusterManager manager =
        (HazelcastClusterManager) ((VertxInternal) vertx).clusterManager();
    Node node = new Node(vertx, manager);
    nodes.add(node);
    awaitJoined();
    return node;
  }

  /** One that starts in a bad moment is alone at first, and comes to the others by a merge. */
  private void awaitJoined() {
    List<Node> running = nodes.stream().filter(Node::isRunning).toList();
    await()
        .atMost(JOINED)
        .untilAsserted(
            () ->
                assertThat(running)
                    .extracting(node -> node.manager().getNodes().size())
                    .containsOnly(running.size()));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    nodes.stream()
        .filter(node -> node.manager().isActive())
        .forEach(node -> result(node.vertx().close()));
  }
}
