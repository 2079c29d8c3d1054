package io.jangteo.bus;

import static io.jangteo.bus.Futures.result;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import io.jangteo.runtime.Ids;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.ArrayList;
import java.util.List;

/** Several clustered nodes in this JVM, joined over the loopback interface. */
public final class LocalCluster implements AutoCloseable {
  private final String name = "test-" + Ids.next();
  private final List<Node> nodes = new ArrayList<>();

  /** One clustered Vert.x. */
  public record Node(Vertx vertx, HazelcastClusterManager manager) {
    public String id() {
      return manager.getNodeId();
    }

    /** As a killed process: nothing is undeployed, nothing withdrawn. */
    public void kill() {
      manager.getHazelcastInstance().getLifecycleService().terminate();
    }
  }

  public Node start() {
    HazelcastClusterManager manager = new HazelcastClusterManager(config());
    VertxOptions options = new VertxOptions();
    options.getEventBusOptions().setHost("127.0.0.1");
    Vertx vertx =
        result(Vertx.builder().with(options).withClusterManager(manager).buildClustered());
    Node node = new Node(vertx, manager);
    nodes.add(node);
    return node;
  }

  private Config config() {
    Config config = new Config().setClusterName(name);
    config
        .setProperty("hazelcast.logging.type", "slf4j")
        .setProperty("hazelcast.phone.home.enabled", "false")
        .setProperty("hazelcast.socket.bind.any", "false")
        .setProperty("hazelcast.shutdownhook.enabled", "false")
        .setProperty("hazelcast.operation.call.timeout.millis", "5000");
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    JoinConfig join = config.getNetworkConfig().getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).addMember("127.0.0.1");
    config.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs").setBackupCount(1).setValueCollectionType("SET"));
    config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(1));
    config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(1));
    return config;
  }

  @Override
  public void close() {
    nodes.stream()
        .filter(node -> node.manager().isActive())
        .forEach(node -> result(node.vertx().close()));
  }
}
