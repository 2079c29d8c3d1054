package io.jangteo.cluster;

import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What time it is in the cluster: the same on all its nodes within a heartbeat's way, whatever the
 * clock of this machine says. It is that of the oldest member, which the others learn when they
 * join and keep when their own clock jumps.
 */
public final class ClusterTime implements InstantSource {
  private final HazelcastClusterManager members;

  /** To be asked once the manager has joined. */
  public ClusterTime(HazelcastClusterManager members) {
    this.members = members;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public long millis() {
    return members.getHazelcastInstance().getCluster().getClusterTime();
  }
}
