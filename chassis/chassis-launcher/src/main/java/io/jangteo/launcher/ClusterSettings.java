package io.jangteo.launcher;

import io.jangteo.cluster.ClusterConfig;
import io.jangteo.runtime.config.Setting;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where a process finds the others. Read only with {@code -cluster}. */
public record ClusterSettings(
    @Setting(defaultValue = "jangteo", doc = "Nodes of another name are no part of the cluster.")
        String name,
    @Setting(
            defaultValue = "127.0.0.1",
            doc =
                "Address of this machine that the other nodes reach: a number, a host name, or"
                    + " `auto` for what this machine's own host name stands for. Nothing else is"
                    + " listened on. Membership is neither encrypted nor authenticated, the event"
                    + " bus is with `CLUSTER_TLS_CERTIFICATE`.")
        String host,
    @Setting(defaultValue = "5701", doc = "Port of membership, the first to try.") int port,
    @Setting(
            defaultValue = "32",
            doc = "How many ports from there on to try; 1 takes exactly that one.")
        int portCount,
    @Setting(defaultValue = "0", doc = "Port of the event bus; 0 takes any free one.") int busPort,
    @Setting(
            defaultValue = "",
            doc =
                "Nodes to ask when joining, `host:port` or `host:first-last`, separated by commas;"
                    + " every address of a name is asked, and looked up anew each time. Empty means"
                    + " every port of this host that a node may have taken.")
        List<String> members,
    @Setting(
            defaultValue = "1",
            doc = "A process is not ready while the cluster has fewer nodes than this.")
        int sizeMin,
    @Setting(defaultValue = "1s", doc = "Pause between two signs of life, whole seconds.")
        Duration heartbeatInterval,
    @Setting(defaultValue = "10s", doc = "Silence after which a node counts as gone.")
        Duration heartbeatMax,
    @Setting(defaultValue = "5s", doc = "When a node that was cut off first looks for the others.")
        Duration mergeFirst,
    @Setting(defaultValue = "5s", doc = "Pause until it looks again.") Duration mergeNext,
    @Setting(defaultValue = "10s", doc = "Longest wait for another node's answer.")
        Duration operationTimeout,
    @Setting(defaultValue = "20s", doc = "How long leaving in good order may take.")
        Duration leaveMax,
    @Setting(defaultValue = "1s", doc = "Wait of a joining node for others that start with it.")
        Duration joinPause,
    @Setting(defaultValue = "2", doc = "Copies on other nodes: so many may be lost at once.")
        int backups,
    @Setting(
            defaultValue = "false",
            doc =
                "Keeps no part of what the cluster remembers: such nodes come and go without"
                    + " anything being moved. Others must keep it, see docs/operations.md.")
        boolean lite,
    ClusterTlsSettings tls) {

  private static final String AUTO = "auto";

  public ClusterSettings {
    if (sizeMin < 1) {
      throw new IllegalArgumentException("sizeMin must be at least 1");
    }
    // A name need not be resolvable while settings are read; everything else can be judged now.
    config(
        name,
        "127.0.0.1",
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
        joinPause,
        backups,
        lite);
  }

  /**
   * The validated form, with this node's address as a number.
   *
   * @throws IllegalArgumentException when {@code host} does not stand for one address that the
   *     other nodes could reach
   */
  ClusterConfig resolve() {
    return config(
        name,
        address(host),
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
        joinPause,
        backups,
        lite);
  }

  /**
   * This machine's name, where it stands for an address that the others reach: it is the same when
   * the address has become another.
   */
  Optional<String> machine() {
    try {
      return host.equals(AUTO)
          ? Optional.of(InetAddress.getLocalHost().getHostName())
          : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Whether this machine no longer has that address, and {@code host} stands for another. */
  boolean isElsewhere(String address) {
    try {
      return NetworkInterface.getByInetAddress(InetAddress.getByName(address)) == null
          && !address(host).equals(address);
    } catch (SocketException | UnknownHostException | IllegalArgumentException e) {
      // Without any address there is nowhere to go.
      return false;
    }
  }

  private static String address(String host) {
    try {
      boolean own = host.equals(AUTO);
      InetAddress address = own ? InetAddress.getLocalHost() : InetAddress.getByName(host);
      if (address.isAnyLocalAddress() || own && address.isLoopbackAddress()) {
        throw new IllegalArgumentException(
            "cluster.host (CLUSTER_HOST): '"
                + host
                + "' is no address that other nodes could reach");
      }
      return address.getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "cluster.host (CLUSTER_HOST): '" + host + "' is no known host", e);
    }
  }

  private static ClusterConfig config(
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
    List<String> asked =
        members.isEmpty() ? List.of(host + ":" + port + "-" + (port + portCount - 1)) : members;
    return new ClusterConfig(
        name,
        host,
        port,
        portCount,
        busPort,
        asked,
        heartbeatInterval,
        heartbeatMax,
        mergeFirst,
        mergeNext,
        operationTimeout,
        leaveMax,
        joinPause,
        backups,
        lite);
  }
}
