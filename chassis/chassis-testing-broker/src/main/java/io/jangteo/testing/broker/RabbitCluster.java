package io.jangteo.testing.broker;

import io.jangteo.runtime.config.Secret;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Three nodes of RabbitMQ on this machine that are one broker. What most of them know is not lost,
 * and a node that sees fewer than two pauses until it sees them again.
 */
public final class RabbitCluster {
  private static final int NODES = 3;

  /** Which others it does not take for its own any more, and how many run as far as it knows. */
  private static final String VIEW =
      "{rabbit_node_monitor:partitions(), length(rabbit_nodes:all_running())}.";

  private final RabbitSite site;
  private final List<RabbitNode> nodes;
  private LeashedProcess nameServer;

  RabbitCluster(Path folder) {
    this.site = RabbitSite.in(folder, NODES);
    this.nodes = site.settings().stream().map(RabbitNode::new).toList();
  }

  /** Whether there is a RabbitMQ on this machine to make one of. */
  public static boolean isPossible() {
    return RabbitSettings.isInstalled();
  }

  /** Returns when all three are one cluster and accept connections. */
  synchronized RabbitCluster start() {
    site.write();
    nameServer = LeashedProcess.start(site.nameServer());
    nodes.get(0).start();
    start(nodes.subList(1, NODES));
    nodes.get(0).control("await_online_nodes", Integer.toString(NODES));
    return this;
  }

  /** Starts them together: after a loss of the majority one may have to wait for the other. */
  public void start(Collection<RabbitNode> down) {
    down.forEach(RabbitNode::launch);
    down.forEach(RabbitNode::awaitListening);
  }

  public List<RabbitNode> nodes() {
    return nodes;
  }

  /** Address of the main virtual host at every node. */
  public Secret uri() {
    return site.uri(RabbitSite.VIRTUAL_HOST);
  }

  /** Which node leads a queue of the main virtual host; all nodes have to be up. */
  public RabbitNode leaderOf(String queue) {
    String list =
        nodes
            .get(0)
            .control(
                "list_queues",
                "--vhost",
                RabbitSite.VIRTUAL_HOST,
                "--no-table-headers",
                "name",
                "leader");
    return nodes.stream()
        .filter(node -> list.lines().anyMatch(line -> line.equals(queue + "\t" + node.name())))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nobody leads " + queue + ": " + list));
  }

  /**
   * What the nodes say who do not see all others, or remember that they did not. RabbitMQ leaves it
   * like that when a node was silent for a while and then went on, until somebody restarts it.
   */
  public Map<String, String> separations() {
    Map<String, String> separations = new TreeMap<>();
    for (RabbitNode node : nodes) {
      String view = node.control("eval", VIEW).strip();
      if (!view.equals("{[]," + NODES + "}")) {
        separations.put(node.name(), view);
      }
    }
    return separations;
  }

  /** Makes sure that the queues declared so far survive a kill, see {@link TestBroker#settle}. */
  public void settle() {
    nodes.forEach(RabbitNode::settle);
  }

  /** Ends all that was started for it. */
  public synchronized void discard() {
    nodes.forEach(RabbitNode::kill);
    if (nameServer != null) {
      nameServer.kill();
      nameServer = null;
    }
  }
}
