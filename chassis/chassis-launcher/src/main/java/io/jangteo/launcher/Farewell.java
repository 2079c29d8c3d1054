package io.jangteo.launcher;

import io.jangteo.cluster.ClusterConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long a node stays when it has left its cluster. Hazelcast tells nobody that it goes: others
 * count it out when its machine has refused them four connections, and they try once in a
 * heartbeat. A container or pod that has ended refuses nothing, for its address is gone, too; they
 * would wait for {@code heartbeatMax}, and so would each of them that is leaving itself.
 */
final class Farewell {
  private static final int REFUSALS = 4;

  private final ClusterConfig cluster;

  /**
   * @param cluster null for a process that is in none
   */
  Farewell(ClusterConfig cluster) {
    this.cluster = cluster;
  }

  /** Zero where connections are refused all the same, on this machine's own addresses. */
  Duration duration() {
    return cluster == null || isLoopback(cluster.host())
        ? Duration.ZERO
        : cluster.heartbeatInterval().multipliedBy(REFUSALS);
  }

  void await() {
    try {
      TimeUnit.MILLISECONDS.sleep(duration().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
