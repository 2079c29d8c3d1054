package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.jangteo.contracts.Subscription;
import io.jangteo.contracts.Subscriptions;
import io.jangteo.events.BrokerConfig;
import io.jangteo.gateway.GatewayConfig;
import io.jangteo.launcher.ClusterSettings;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.health.ManagementConfig;
import io.jangteo.system.NetworkReach.Peer;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The policies let through what the services' settings and subscriptions need, from everybody to
 * everybody, and nothing else.
 */
class KubernetesNetworkIT {
  private static final Peer DNS = Peer.pod("dns", "kube-system", Map.of("k8s-app", "kube-dns"));
  private static final Peer MONITORING = Peer.pod("prometheus", "monitoring", Map.of());
  private static final Peer ISTIOD = Peer.pod("istiod", "istio-system", Map.of("app", "istiod"));
  private static final Peer PARTNER = Peer.outside("partner", "198.51.100.7");

  /** In the same namespace, with no label that says anything. */
  private static final Peer STRANGER = Peer.pod("stranger", KubernetesOverlay.NAMESPACE, Map.of());

  private static final int OF_DNS = 53;
  private static final int OF_ISTIO = 15012;

  /** Besides those that somebody listens on: what a policy might let through by mistake. */
  private static final List<Integer> OTHER_PORTS = List.of(22, 80, 443, 5700, 5702, 8081, 15672);

  private static Map<String, KubernetesOverlay> overlays;

  @BeforeAll
  static void render(@TempDir Path folder) throws Exception {
    overlays = KubernetesOverlay.all(folder);
  }

  static Stream<Market> markets() {
    Peer rabbitmq = Peer.outside("rabbitmq", "192.0.2.33");
    Peer postgres = Peer.outside("postgres", "192.0.2.17");
    return Stream.of(
        new Market(
            "development",
            "ingress-nginx",
            pod("development", "postgres"),
            pod("development", "rabbitmq"),
            5672),
        new Market("production", "ingress-nginx", postgres, rabbitmq, 5671),
        new Market("production-tls", "ingress-nginx", postgres, rabbitmq, 5671),
        new Market("production-istio", "istio-ingress", postgres, rabbitmq, 5671));
  }

  /**
   * An overlay and what is around it.
   *
   * @param ingress namespace of what brings requests from outside
   */
  record Market(String overlay, String ingress, Peer postgres, Peer rabbitmq, int amqp) {
    @Override
    public String toString() {
      return overlay;
    }
  }

  private static Peer pod(String overlay, String name) {
    return Peer.pod(
        name,
        KubernetesOverlay.NAMESPACE,
        overlays.get(overlay).manifests().pods().get(name).getMetadata().getLabels());
  }

  @ParameterizedTest
  @MethodSource("markets")
  void policiesAllowTheArrowsAndNothingElse(Market market) throws IOException {
    // Given
    KubernetesOverlay overlay = overlays.get(market.overlay());
    NetworkReach reach =
        new NetworkReach(
            KubernetesOverlay.NAMESPACE, overlay.manifests().all(NetworkPolicy.class).values());
    TreeSet<String> needed = needed(market, overlay);
    TreeSet<Integer> ports = new TreeSet<>(OTHER_PORTS);
    needed.forEach(arrow -> ports.add(Integer.parseInt(arrow.split("[:/]")[1])));

    // When
    TreeSet<String> leaving = new TreeSet<>();
    TreeSet<String> entering = new TreeSet<>();
    for (Connection each : connections(peers(market, overlay), ports)) {
      if (isOurs(each.from()) && each.leaves(reach)) {
        leaving.add(each.toString());
      }
      if (isOurs(each.to()) && each.enters(reach)) {
        entering.add(each.toString());
      }
    }

    // Then: neither end relies on the other.
    TreeSet<String> ours = new TreeSet<>(overlay.manifests().pods().keySet());
    ours.add(STRANGER.name());
    assertThat(leaving).isEqualTo(of(needed, arrow -> ours.contains(arrow.split(" ")[0])));
    assertThat(entering).isEqualTo(of(needed, arrow -> ours.contains(arrow.split(" |:")[2])));
  }

  private static TreeSet<String> of(TreeSet<String> arrows, Predicate<String> wanted) {
    return arrows.stream().filter(wanted).collect(Collectors.toCollection(TreeSet::new));
  }

  private record Connection(Peer from, Peer to, int port, String protocol) {
    boolean leaves(NetworkReach reach) {
      return reach.leaves(from, to, port, protocol);
    }

    boolean enters(NetworkReach reach) {
      return reach.enters(from, to, port, protocol);
    }

    @Override
    public String toString() {
      return from.name() + " -> " + to.name() + ":" + port + "/" + protocol;
    }
  }

  private static List<Connection> connections(List<Peer> peers, TreeSet<Integer> ports) {
    List<Connection> connections = new ArrayList<>();
    for (Peer from : peers) {
      for (Peer to : peers) {
        for (int port : ports) {
          connections.add(new Connection(from, to, port, "TCP"));
          connections.add(new Connection(from, to, port, "UDP"));
        }
      }
    }
    return connections;
  }

  private static boolean isOurs(Peer peer) {
    return peer.namespace().equals(KubernetesOverlay.NAMESPACE);
  }

  private static String arrow(Peer from, Peer to, int port, String protocol) {
    return new Connection(from, to, port, protocol).toString();
  }

  private static List<Peer> peers(Market market, KubernetesOverlay overlay) {
    List<Peer> peers = new ArrayList<>(List.of(DNS, MONITORING, ISTIOD, PARTNER, STRANGER));
    peers.add(Peer.pod("somebody", "default", Map.of("app.kubernetes.io/name", "payment")));
    peers.add(ingress(market));
    overlay.manifests().pods().keySet().forEach(name -> peers.add(pod(market.overlay(), name)));
    for (Peer server : List.of(market.postgres(), market.rabbitmq())) {
      if (!isOurs(server)) {
        peers.add(server);
      }
    }
    return peers;
  }

  private static Peer ingress(Market market) {
    return Peer.pod("ingress", market.ingress(), Map.of());
  }

  /** From what the processes' settings say of whom they speak to. */
  private static TreeSet<String> needed(Market market, KubernetesOverlay overlay)
      throws IOException {
    TreeSet<String> needed = new TreeSet<>();
    Map<String, LaunchedModule> modules = KubernetesOverlay.modules();
    for (String service : overlay.deployments().keySet()) {
      Peer node = pod(market.overlay(), service);
      ClusterSettings cluster = overlay.settings(service, "cluster", ClusterSettings.class);
      for (String other : overlay.deployments().keySet()) {
        Peer peer = pod(market.overlay(), other);
        needed.add(arrow(node, peer, cluster.port(), "TCP"));
        needed.add(arrow(node, peer, cluster.busPort(), "TCP"));
      }
      int management = overlay.settings(service, "management", ManagementConfig.class).port();
      needed.add(arrow(MONITORING, node, management, "TCP"));
      servers(market, overlay, node, modules.get(service), needed);
      if (market.overlay().endsWith("istio")) {
        needed.add(arrow(node, ISTIOD, OF_ISTIO, "TCP"));
      }
    }
    int edge = overlay.settings("api-gateway", "gateway", GatewayConfig.class).port();
    needed.add(arrow(ingress(market), pod(market.overlay(), "api-gateway"), edge, "TCP"));
    peers(market, overlay).stream()
        .filter(KubernetesNetworkIT::isOurs)
        .forEach(
            pod -> {
              needed.add(arrow(pod, DNS, OF_DNS, "TCP"));
              needed.add(arrow(pod, DNS, OF_DNS, "UDP"));
            });
    return needed;
  }

  private static void servers(
      Market market,
      KubernetesOverlay overlay,
      Peer node,
      LaunchedModule module,
      TreeSet<String> needed) {
    module
        .settings()
        .forEach(
            (prefix, type) -> {
              if (component(type, DatabaseConfig.class)) {
                DatabaseConfig database =
                    overlay.settings(node.name(), prefix + ".db", DatabaseConfig.class);
                assertThat(database.host()).startsWith(market.postgres().name());
                needed.add(arrow(node, market.postgres(), database.port(), "TCP"));
              }
              if (type == BrokerConfig.class) {
                needed.add(arrow(node, market.rabbitmq(), market.amqp(), "TCP"));
              }
            });
    String provider = overlay.variables().get(node.name()).get("PAYMENT_PROVIDER_BASE_URL");
    if (provider != null) {
      URI uri = URI.create(provider);
      needed.add(arrow(node, pod(market.overlay(), uri.getHost()), uri.getPort(), "TCP"));
    }
  }

  private static boolean component(Class<? extends Record> type, Class<?> wanted) {
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getType)
        .anyMatch(wanted::equals);
  }

  @ParameterizedTest
  @MethodSource("markets")
  void whoeverIsSubscribedReachesTheBroker(Market market) {
    NetworkReach reach =
        new NetworkReach(
            KubernetesOverlay.NAMESPACE,
            overlays.get(market.overlay()).manifests().all(NetworkPolicy.class).values());
    assertThat(Subscriptions.ALL)
        .extracting(Subscription::consumer)
        .allMatch(
            consumer ->
                reach.allows(
                    pod(market.overlay(), consumer), market.rabbitmq(), market.amqp(), "TCP"));
  }

  @ParameterizedTest
  @MethodSource("markets")
  void theBrokersPortIsThatOfItsAddress(Market market) {
    overlays
        .get(market.overlay())
        .variables()
        .values()
        .forEach(
            variables -> {
              if (variables.containsKey("RABBITMQ_URI_FILE")) {
                assertThat(uri(variables.get("RABBITMQ_URI_FILE")).getPort())
                    .isEqualTo(market.amqp());
              }
            });
  }

  private static URI uri(String file) {
    try {
      return URI.create(Files.readString(Path.of(file)).strip());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
