package io.jangteo.system;

import static org.awaitility.Awaitility.await;

import io.jangteo.cluster.BusTls;
import io.jangteo.cluster.ClusterConfig;
import io.jangteo.cluster.ClusteredVertx;
import io.jangteo.cluster.HazelcastConfigs;
import io.jangteo.marketplace.certificates.Credential;
import io.jangteo.marketplace.certificates.PrivateAuthority;
import io.jangteo.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Nodes of one Hazelcast cluster in this JVM, which need not take each other on the bus. */
final class BusNodes implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String name = "test-" + UUID.randomUUID();
  private final List<String> members = new ArrayList<>();
  private final List<Vertx> nodes = new ArrayList<>();

  /**
   * One that is in the cluster.
   *
   * @param busPort of its event bus
   */
  record Node(Vertx vertx, int busPort) {}

  static BusTls tls(Credential own, PrivateAuthority authority) {
    return new BusTls(
        Buffer.buffer(own.certificatePem()),
        Buffer.buffer(own.keyPem()),
        Buffer.buffer(authority.own().certificatePem()));
  }

  Node start(BusTls tls) {
    ClusterConfig config = config();
    return start(config, tls.secure(ClusteredVertx.eventBusOptions(config)));
  }

  /** One that does not care for what it is told to. */
  Node start(EventBusOptions bus) {
    ClusterConfig config = config();
    return start(config, bus.setHost("127.0.0.1").setClusterPublicHost("127.0.0.1"));
  }

  private Node start(ClusterConfig config, EventBusOptions bus) {
    HazelcastClusterManager manager =
        new HazelcastClusterManager(HazelcastConfigs.toHazelcast(config));
    Vertx vertx =
        Await.success(
            Vertx.builder()
                .with(new VertxOptions().setEventLoopPoolSize(2).setEventBusOptions(bus))
                .withClusterManager(manager)
                .buildClustered());
    nodes.add(vertx);
    await()
        .atMost(PATIENCE)
        .until(() -> nodes.stream().allMatch(node -> seenBy(node) == nodes.size()));
    return new Node(vertx, manager.getNodeInfo().port());
  }

  private static int seenBy(Vertx node) {
    return ((VertxInternal) node).clusterManager().getNodes().size();
  }

  private ClusterConfig config() {
    int port = freePort();
    members.add("127.0.0.1:" + port);
    return ClusterConfig.local(name, port, members).withoutJoinPause();
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    nodes.forEach(node -> Await.success(node.close()));
  }
}
