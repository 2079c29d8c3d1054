package io.jangteo.bus.discovery;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.cluster.ClusterManager;

/** What this process knows by itself of the cluster's members; nothing here waits. */
public final class ClusterNodes {
  private final ClusterManager manager;

  public ClusterNodes(Vertx vertx) {
    this.manager = vertx.isClustered() ? ((VertxInternal) vertx).clusterManager() : null;
  }

  /** The id of this process, empty when it is not clustered. */
  public String own() {
    return manager == null ? "" : manager.getNodeId();
  }

  /** Number of members, this one included. */
  public int size() {
    return manager == null ? 1 : manager.getNodes().size();
  }

  /** Whether that node is a member now; a record without a node always counts as live. */
  public boolean isLive(String nodeId) {
    return manager == null || nodeId.isEmpty() || manager.getNodes().contains(nodeId);
  }
}
