package io.jangteo.testing;

import io.jangteo.cluster.ClusterConfig;
import io.jangteo.cluster.ClusteredVertx;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** Two nodes of one real cluster in this JVM, on loopback, apart from every other cluster. */
public final class TwoNodeCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Vertx first;
  private final Vertx second;

  private TwoNodeCluster(Vertx first, Vertx second) {
    this.first = first;
    this.second = second;
  }

  /** Returns when each node sees the other. */
  public static TwoNodeCluster start() {
    List<Integer> ports = freePorts();
    List<String> members = ports.stream().map(port -> "127.0.0.1:" + port).toList();
    String name = "test-" + ProcessHandle.current().pid() + "-" + ports.get(0);
    Vertx first = node(name, ports.get(0), members);
    Vertx second = node(name, ports.get(1), members);
    TwoNodeCluster cluster = new TwoNodeCluster(first, second);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> cluster.sizeSeenBy(first) == 2 && cluster.sizeSeenBy(second) == 2);
    return cluster;
  }

  private static Vertx node(String name, int port, List<String> members) {
    ClusterConfig config = ClusterConfig.local(name, port, members).withoutJoinPause();
    return Await.success(ClusteredVertx.start(config, new VertxOptions().setEventLoopPoolSize(2)));
  }

  public Vertx first() {
    return first;
  }

  public Vertx second() {
    return second;
  }

  /** Nodes in the cluster as one of them knows it. */
  public int sizeSeenBy(Vertx node) {
    return ((VertxInternal) node).clusterManager().getNodes().size();
  }

  /** Lets the second node leave in good order; returns when the first has seen it go. */
  public void closeSecond() {
    Await.success(second.close());
    Awaitility.await().atMost(PATIENCE).until(() -> sizeSeenBy(first) == 1);
  }

  @Override
  public void close() {
    Await.success(second.close());
    Await.success(first.close());
  }

  private static List<Integer> freePorts() {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return List.of(one.getLocalPort(), two.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
