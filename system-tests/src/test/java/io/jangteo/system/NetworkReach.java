package io.jangteo.system;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Who can connect to whom by the network policies of a namespace, as Kubernetes defines them: what
 * no policy selects is open, what one selects is closed but for what any of them allows, and both
 * ends must allow it.
 */
final class NetworkReach {
  private final String namespace;
  private final Collection<NetworkPolicy> policies;

  /**
   * One end of a connection.
   *
   * @param namespace where the pod is; empty for what is outside of the cluster
   * @param address of what is outside of the cluster
   */
  record Peer(String name, String namespace, Map<String, String> labels, String address) {
    static Peer pod(String name, String namespace, Map<String, String> labels) {
      return new Peer(name, namespace, labels, "");
    }

    static Peer outside(String name, String address) {
      return new Peer(name, "", Map.of(), address);
    }
  }

  NetworkReach(String namespace, Collection<NetworkPolicy> policies) {
    this.namespace = namespace;
    this.policies = policies;
  }

  boolean allows(Peer from, Peer to, int port, String protocol) {
    return leaves(from, to, port, protocol) && enters(from, to, port, protocol);
  }

  /** Whether the policies of the one that connects allow it. */
  boolean leaves(Peer from, Peer to, int port, String protocol) {
    List<NetworkPolicy> selecting = selecting(from, "Egress");
    return selecting.isEmpty()
        || selecting.stream()
            .flatMap(policy -> policy.getSpec().getEgress().stream())
            .anyMatch(rule -> allows(rule, to, port, protocol));
  }

  /** Whether the policies of the one that is connected to allow it. */
  boolean enters(Peer from, Peer to, int port, String protocol) {
    List<NetworkPolicy> selecting = selecting(to, "Ingress");
    return selecting.isEmpty()
        || selecting.stream()
            .flatMap(policy -> policy.getSpec().getIngress().stream())
            .anyMatch(rule -> allows(rule, from, port, protocol));
  }

  private List<NetworkPolicy> selecting(Peer peer, String direction) {
    return policies.stream()
        .filter(policy -> policy.getSpec().getPolicyTypes().contains(direction))
        .filter(policy -> peer.namespace().equals(namespace))
        .filter(policy -> matches(policy.getSpec().getPodSelector(), peer.labels()))
        .toList();
  }

  private boolean allows(NetworkPolicyEgressRule rule, Peer to, int port, String protocol) {
    return allows(rule.getTo(), rule.getPorts(), to, port, protocol);
  }

  private boolean allows(NetworkPolicyIngressRule rule, Peer from, int port, String protocol) {
    return allows(rule.getFrom(), rule.getPorts(), from, port, protocol);
  }

  private boolean allows(
      List<NetworkPolicyPeer> peers,
      List<NetworkPolicyPort> ports,
      Peer peer,
      int port,
      String protocol) {
    return (peers.isEmpty() || peers.stream().anyMatch(each -> matches(each, peer)))
        && (ports.isEmpty() || ports.stream().anyMatch(each -> matches(each, port, protocol)));
  }

  private static boolean matches(NetworkPolicyPort ports, int port, String protocol) {
    if (ports.getPort() == null || ports.getPort().getIntVal() == null) {
      throw new AssertionError("policies name ports by number here");
    }
    int last = ports.getEndPort() == null ? ports.getPort().getIntVal() : ports.getEndPort();
    return protocol.equals(ports.getProtocol())
        && port >= ports.getPort().getIntVal()
        && port <= last;
  }

  private boolean matches(NetworkPolicyPeer rule, Peer peer) {
    if (rule.getIpBlock() != null) {
      return rule.getIpBlock().getExcept().isEmpty()
          && !peer.address().isEmpty()
          && inside(rule.getIpBlock().getCidr(), peer.address());
    }
    if (!peer.address().isEmpty()) {
      return false;
    }
    boolean there =
        rule.getNamespaceSelector() == null
            ? peer.namespace().equals(namespace)
            : matches(
                rule.getNamespaceSelector(),
                Map.of("kubernetes.io/metadata.name", peer.namespace()));
    return there
        && (rule.getPodSelector() == null || matches(rule.getPodSelector(), peer.labels()));
  }

  private static boolean matches(LabelSelector selector, Map<String, String> labels) {
    if (!selector.getMatchExpressions().isEmpty()) {
      throw new AssertionError("policies select by labels alone here");
    }
    return Manifests.carries(labels, selector.getMatchLabels());
  }

  private static boolean inside(String cidr, String address) {
    String[] parts = cidr.split("/");
    int shift = 32 - Integer.parseInt(parts[1]);
    return number(parts[0]).shiftRight(shift).equals(number(address).shiftRight(shift));
  }

  private static BigInteger number(String address) {
    try {
      return new BigInteger(1, InetAddress.getByName(address).getAddress());
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
