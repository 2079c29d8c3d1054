package io.jangteo.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.spi.discovery.DiscoveryNode;
import com.hazelcast.spi.discovery.DiscoveryStrategy;
import com.hazelcast.spi.discovery.SimpleDiscoveryNode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom a node asks when it joins, and when it looks for those it was cut off from: every address
 * that each configured name has at that moment, and members that have gone, for they may be on the
 * other side of a cut where no name leads. Hazelcast's own list of members takes one address of a
 * name (ADR 29), and waits five seconds for each address at which nobody listens, one after the
 * other: who was cut off would be asked last.
 */
final class KnownMembers implements DiscoveryStrategy, MembershipListener, HazelcastInstanceAware {
  private static final Logger LOG = LoggerFactory.getLogger(KnownMembers.class);

  /** As long as Hazelcast's own list remembers them. */
  private static final Duration REMEMBERED = Duration.ofHours(4);

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final List<String> members;
  private final Lookup lookup;
  private final InstantSource clock;
  private final Map<Address, Instant> gone = new ConcurrentHashMap<>();
  private final Set<String> unknown = ConcurrentHashMap.newKeySet();
  private volatile HazelcastInstance own;

  /** What a name stands for; {@link InetAddress#getAllByName} but in tests. */
  interface Lookup {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /**
   * @param members {@code host:port} each
   */
  KnownMembers(List<String> members, Lookup lookup, InstantSource clock) {
    this.members = List.copyOf(members);
    this.lookup = lookup;
    this.clock = clock;
  }

  @Override
  public Iterable<DiscoveryNode> discoverNodes() {
    gone.values().removeIf(since -> since.plus(REMEMBERED).isBefore(clock.instant()));
    Set<Address> addresses = new LinkedHashSet<>(gone.keySet());
    members.stream().flatMap(this::addresses).forEach(addresses::add);
    if (hasJoined()) {
      addresses.retainAll(Listening.among(addresses, PATIENCE));
    }
    return addresses.stream().<DiscoveryNode>map(SimpleDiscoveryNode::new).toList();
  }

  /** A node that joins is to wait for others that start with it and do not listen yet. */
  private boolean hasJoined() {
    HazelcastInstance instance = own;
    return instance != null && instance.getLifecycleService().isRunning();
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    own = instance;
  }

  private Stream<Address> addresses(String member) {
    int colon = member.lastIndexOf(':');
    String host = member.substring(0, colon);
    int port = Integer.parseInt(member.substring(colon + 1));
    try {
      List<Address> found =
          Arrays.stream(lookup.addresses(host)).map(each -> new Address(each, port)).toList();
      unknown.remove(host);
      return found.stream();
    } catch (UnknownHostException e) {
      if (unknown.add(host)) {
        LOG.warn("{}, one of the members to ask, is not known by that name yet", host);
      }
      return Stream.empty();
    }
  }

  @Override
  public void memberAdded(MembershipEvent event) {
    gone.remove(event.getMember().getAddress());
  }

  @Override
  public void memberRemoved(MembershipEvent event) {
    gone.put(event.getMember().getAddress(), clock.instant());
  }

  @Override
  public void start() {
    // Nothing runs between two questions.
  }

  @Override
  public void destroy() {
    // Nothing is held.
  }

  @Override
  public Map<String, String> discoverLocalMetadata() {
    return Map.of();
  }
}
