package io.jangteo.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.partition.NoDataMemberInClusterException;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Who in the cluster keeps what it remembers; lite nodes do not. */
public final class DataMembers {
  private final HazelcastClusterManager members;

  /** To be asked once the manager has joined. */
  public DataMembers(HazelcastClusterManager members) {
    this.members = members;
  }

  /** Whether a node could not start because there are none. */
  public static boolean areMissing(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(NoDataMemberInClusterException.class::isInstance);
  }

  /** None means that nothing can be looked up or announced. */
  public boolean areThere() {
    return members.getHazelcastInstance().getCluster().getMembers().stream()
        .anyMatch(Predicate.not(Member::isLiteMember));
  }
}
