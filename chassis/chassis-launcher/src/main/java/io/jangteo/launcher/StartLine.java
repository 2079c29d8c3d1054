package io.jangteo.launcher;

import io.jangteo.bus.discovery.ClusterNodes;
import io.jangteo.cluster.ClusterConfig;
import io.vertx.launcher.application.HookContext;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The line that says what a process joined and serves.
 *
 * @param cluster null when it joined none
 */
record StartLine(RunningProcess running, ClusterConfig cluster, HookContext context) {
  private static final Logger LOG = LoggerFactory.getLogger(StartLine.class);
  private static final double NANOS = 1e9;

  void log(long tookNanos) {
    LOG.info(
        "{} {} serves {}after {} s: instance {}, pid {}, {}, management port {}",
        running.service(),
        running.version(),
        running.port() == 0 ? "" : "port " + running.port() + " ",
        String.format(Locale.ROOT, "%.1f", tookNanos / NANOS),
        running.instance(),
        running.pid(),
        membership(),
        running.managementPort());
  }

  private String membership() {
    if (cluster == null) {
      return "in no cluster (start it with -cluster to join one)";
    }
    int nodes = new ClusterNodes(context.vertx()).size();
    return "node "
        + running.node()
        + " of cluster "
        + cluster.name()
        + " at "
        + cluster.host()
        + (nodes == 1 ? ", the only one so far" : ", one of " + nodes);
  }
}
