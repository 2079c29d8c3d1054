package io.jangteo.cluster;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One node's place in the cluster. Membership is neither encrypted nor authenticated: the host must
 * be on a network that only nodes reach.
 *
 * @param name nodes of another name are refused
 * @param host bound to, and told to the others; never a wildcard
 * @param port of membership, the first to try
 * @param portCount how many ports from {@code port} on to try; 1 takes exactly that one
 * @param busPort of the event bus; 0 takes a free one
 * @param members {@code host:port} or {@code host:first-last} of nodes to ask when joining; this
 *     node may be among them, and a host may be a name with many addresses
 * @param heartbeatInterval whole seconds between two signs of life
 * @param heartbeatMax whole seconds of silence after which a node counts as gone
 * @param mergeFirst whole seconds until a node that was cut off first looks for the others
 * @param mergeNext whole seconds between two further looks
 * @param operationTimeout longest wait for another member's answer
 * @param leaveMax whole seconds that leaving in good order may take
 * @param joinPause whole seconds a joining node waits for others that start with it
 * @param backups copies of each entry on other nodes: so many may be lost at once
 * @param lite whether this node keeps none of them
 */
public record ClusterConfig(
    String name,
    String host,
    int port,
    int portCount,
    int busPort,
    List<String> members,
    Duration heartbeatInterval,
    Duration heartbeatMax,
    Duration mergeFirst,
    Duration mergeNext,
    Duration operationTimeout,
    Duration leaveMax,
    Duration joinPause,
    int backups,
    boolean lite) {

  private static final int BACKUPS_MAX = 6;
  private static final int PORTS_MAX = 1000;
  private static final Pattern MEMBER = Pattern.compile("([^\\s:/]+):(\\d{1,5})(?:-(\\d{1,5}))?");

  public ClusterConfig {
    members = List.copyOf(members);
    require(!name.isBlank(), "name must not be blank");
    require(!host.isBlank() && !host.equals("0.0.0.0"), "host must be one address of this machine");
    require(port >= 1 && port <= 65535, "port must be between 1 and 65535");
    require(
        portCount >= 1 && portCount <= PORTS_MAX && port + portCount - 1 <= 65535,
        "portCount must be between 1 and " + PORTS_MAX + ", and no port above 65535");
    require(busPort >= 0 && busPort <= 65535, "busPort must be between 0 and 65535");
    require(!members.isEmpty(), "members must name at least one node");
    members.forEach(ClusterConfig::requireMember);
    require(heartbeatInterval.toSeconds() >= 1, "heartbeatInterval must be at least 1 s");
    require(
        heartbeatMax.compareTo(heartbeatInterval.multipliedBy(3)) >= 0,
        "heartbeatMax must be at least three heartbeatIntervals");
    require(mergeFirst.toSeconds() >= 1, "mergeFirst must be at least 1 s");
    require(mergeNext.toSeconds() >= 1, "mergeNext must be at least 1 s");
    require(operationTimeout.toMillis() >= 100, "operationTimeout must be at least 100 ms");
    require(leaveMax.toSeconds() >= 1, "leaveMax must be at least 1 s");
    require(!joinPause.isNegative(), "joinPause must not be negative");
    require(backups >= 1 && backups <= BACKUPS_MAX, "backups must be between 1 and " + BACKUPS_MAX);
  }

  /** Standard values, on loopback and on exactly that port. */
  public static ClusterConfig local(String name, int port, List<String> members) {
    return new ClusterConfig(
        name,
        "127.0.0.1",
        port,
        1,
        0,
        members,
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(1),
        2,
        false);
  }

  /** Does not wait for others when joining; for tests, where nodes start one after another. */
  public ClusterConfig withoutJoinPause() {
    return with(Duration.ZERO, lite);
  }

  /** The same as a node that keeps nothing. */
  public ClusterConfig asLite() {
    return with(joinPause, true);
  }

  private ClusterConfig with(Duration otherJoinPause, boolean otherLite) {
    return new ClusterConfig(
        name,
        host,
        port,
        portCount,
        busPort,
        members,
        heartbeatInterval,
        heartbeatMax,
        mergeFirst,
        mergeNext,
        operationTimeout,
        leaveMax,
        otherJoinPause,
        backups,
        otherLite);
  }

  /** Every {@code host:port} that {@link #members} stands for. */
  public List<String> addresses() {
    return members.stream().flatMap(ClusterConfig::expand).distinct().toList();
  }

  private static Stream<String> expand(String member) {
    Matcher parts = MEMBER.matcher(member);
    require(parts.matches(), "members must be host:port or host:port-port, but one is " + member);
    int first = Integer.parseInt(parts.group(2));
    int last = parts.group(3) == null ? first : Integer.parseInt(parts.group(3));
    require(
        first >= 1 && last >= first && last <= 65535 && last - first < PORTS_MAX,
        "members must have ports between 1 and 65535 in order, but one is " + member);
    return IntStream.rangeClosed(first, last).mapToObj(port -> parts.group(1) + ":" + port);
  }

  private static void requireMember(String member) {
    require(expand(member).findAny().isPresent(), member);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
