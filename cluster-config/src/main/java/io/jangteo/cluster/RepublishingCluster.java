package io.jangteo.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.multimap.MultiMap;
import io.vertx.core.Completable;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastNodeInfo;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The cluster manager of Vert.x, which also remembers what this node has registered, can tell what
 * of it the cluster has lost, and can say it again. Vert.x itself says it again only when a member
 * leaves or the cluster merges, and gives up when the registry does not answer at that moment.
 *
 * <p>Methods that look into the registry block for as long as the cluster takes to answer.
 */
public final class RepublishingCluster extends HazelcastClusterManager {
  /** What {@link #missing} calls the entry that says where this node's event bus listens. */
  public static final String NODE_INFO = "(node)";

  /** What the superclass gives its members. */
  private static final String NODE_ID = "__vertx.nodeId";

  private final Map<String, Set<RegistrationInfo>> own = new ConcurrentHashMap<>();

  public RepublishingCluster(Config config) {
    super(config);
  }

  @Override
  public void addRegistration(
      String address, RegistrationInfo registration, Completable<Void> promise) {
    if (!registration.localOnly()) {
      own.computeIfAbsent(address, key -> ConcurrentHashMap.newKeySet()).add(registration);
    }
    super.addRegistration(address, registration, promise);
  }

  @Override
  public void removeRegistration(
      String address, RegistrationInfo registration, Completable<Void> promise) {
    own.computeIfPresent(
        address,
        (key, registrations) -> {
          registrations.remove(registration);
          return registrations.isEmpty() ? null : registrations;
        });
    super.removeRegistration(address, registration, promise);
  }

  /**
   * Comes late when many leave at once: who was frozen hears that all others are gone, merges with
   * them, and would only then delete what they have registered.
   */
  @Override
  public void memberRemoved(MembershipEvent event) {
    if (!getNodes().contains(event.getMember().getAttribute(NODE_ID))) {
      super.memberRemoved(event);
    }
  }

  /** Addresses that this node has registered in the cluster, in order. */
  public Set<String> addresses() {
    return new TreeSet<>(own.keySet());
  }

  /** Those of them at which the cluster does not know this node, and {@link #NODE_INFO}. */
  public Set<String> missing() {
    Set<String> missing = new TreeSet<>();
    if (!nodes().containsKey(getNodeId())) {
      missing.add(NODE_INFO);
    }
    MultiMap<String, HazelcastRegistrationInfo> subscriptions = subscriptions();
    own.forEach(
        (address, registrations) -> {
          Set<RegistrationInfo> known = new HashSet<>();
          subscriptions.get(address).forEach(each -> known.add(each.unwrap()));
          if (!known.containsAll(registrations)) {
            missing.add(address);
          }
        });
    // What was unregistered in the meantime is not missing.
    missing.removeIf(address -> !address.equals(NODE_INFO) && !own.containsKey(address));
    return missing;
  }

  /**
   * Says all of it again. An entry that is there already would tell nobody; one more, which is
   * taken back at once, makes every node look up the address anew, also one that has remembered it
   * wrongly.
   */
  public void republish() {
    NodeInfo info = getNodeInfo();
    if (info != null) {
      nodes().put(getNodeId(), new HazelcastNodeInfo(info));
    }
    MultiMap<String, HazelcastRegistrationInfo> subscriptions = subscriptions();
    HazelcastRegistrationInfo passing =
        new HazelcastRegistrationInfo(
            new RegistrationInfo(getNodeId(), -1 - System.nanoTime() / 1000, false));
    own.forEach(
        (address, registrations) -> {
          registrations.forEach(each -> republish(subscriptions, address, each));
          subscriptions.put(address, passing);
          subscriptions.remove(address, passing);
        });
  }

  /** What is unregistered just now is forgotten here before it is removed there. */
  private void republish(
      MultiMap<String, HazelcastRegistrationInfo> subscriptions,
      String address,
      RegistrationInfo registration) {
    HazelcastRegistrationInfo entry = new HazelcastRegistrationInfo(registration);
    subscriptions.put(address, entry);
    if (!own.getOrDefault(address, Set.of()).contains(registration)) {
      subscriptions.remove(address, entry);
    }
  }

  /**
   * Entries of the registry that belong to no member, by node; a node that has just gone is among
   * them until its leaving has been dealt with.
   */
  public Set<String> strangers() {
    Set<String> members = Set.copyOf(getNodes());
    Set<String> strangers = new HashSet<>(nodes().keySet());
    subscriptions().values().forEach(each -> strangers.add(each.unwrap().nodeId()));
    strangers.removeAll(members);
    return strangers;
  }

  /** Removes every entry of such a node, unless it is a member after all. */
  public void forget(String node) {
    if (getNodes().contains(node)) {
      return;
    }
    nodes().remove(node);
    MultiMap<String, HazelcastRegistrationInfo> subscriptions = subscriptions();
    for (Map.Entry<String, HazelcastRegistrationInfo> each : subscriptions.entrySet()) {
      if (each.getValue().unwrap().nodeId().equals(node)) {
        subscriptions.remove(each.getKey(), each.getValue());
      }
    }
  }

  private MultiMap<String, HazelcastRegistrationInfo> subscriptions() {
    return getHazelcastInstance().getMultiMap(HazelcastConfigs.SUBSCRIPTIONS);
  }

  private Map<String, HazelcastNodeInfo> nodes() {
    return getHazelcastInstance().getMap(HazelcastConfigs.NODE_INFO);
  }

  /** Ends this member at once; whatever waits for an answer of the cluster fails. */
  public void endWithoutOrder() {
    getHazelcastInstance().getLifecycleService().terminate();
  }
}
