package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jangteo.events.BrokerConfig;
import io.jangteo.gateway.GatewayConfig;
import io.jangteo.launcher.ClusterSettings;
import io.jangteo.runtime.config.Configuration;
import io.jangteo.runtime.health.ManagementConfig;
import io.jangteo.sandbox.SandboxConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests, rendered by kustomize, fit the services, jars, ports and settings that exist. */
class KubernetesIT {
  /** Read before any configuration is, by every process. */
  private static final String OF_LOGGING = "JANGTEO_LOG_";

  private static Map<String, KubernetesOverlay> overlays;

  @BeforeAll
  static void render(@TempDir Path folder) throws Exception {
    overlays = KubernetesOverlay.all(folder);
  }

  static Stream<String> names() {
    return KubernetesOverlay.NAMES.stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everythingIsInOneNamespaceAndThereOnce(String name) {
    List<HasMetadata> objects = overlays.get(name).manifests().objects();
    Set<String> seen = new HashSet<>();
    for (HasMetadata object : objects) {
      String id = object.getKind() + " " + object.getMetadata().getName();
      assertThat(seen.add(id)).as(id).isTrue();
      if (object instanceof Namespace) {
        assertThat(object.getMetadata().getName()).isEqualTo(KubernetesOverlay.NAMESPACE);
        assertThat(object.getMetadata().getLabels())
            .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
      } else {
        assertThat(object.getMetadata().getNamespace())
            .as(id)
            .isEqualTo(KubernetesOverlay.NAMESPACE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyServiceIsDeployedFromTheImageThatComposeBuilds(String name) throws IOException {
    // Given
    Map<String, String> images = new HashMap<>();
    for (JsonNode process : ComposeFile.read("compose.yaml").processes().values()) {
      String jar = process.at("/build/args/JAR").asText();
      images.put(
          Path.of(jar).getFileName().toString().replace(".jar", ""),
          process.path("image").asText());
    }
    assertThat(images.keySet()).isEqualTo(KubernetesOverlay.modules().keySet());

    // When
    Map<String, String> deployed = new HashMap<>();
    overlays
        .get(name)
        .deployments()
        .forEach((service, made) -> deployed.put(service, only(made).getImage()));

    // Then
    assertThat(deployed).isEqualTo(images);
  }

  @ParameterizedTest
  @MethodSource("names")
  void variablesAreSettingsOfTheirServiceAndNoneIsMissing(String name) throws IOException {
    KubernetesOverlay overlay = overlays.get(name);
    Map<String, LaunchedModule> modules = KubernetesOverlay.modules();
    overlay
        .variables()
        .forEach(
            (service, variables) -> {
              Map<String, Class<? extends Record>> settings = modules.get(service).settings();

              // Binding fails on what is missing, unknown under its prefix, or malformed, and reads
              // the mounted files.
              Configuration configuration = Configuration.ofEnvironment(variables);
              settings.forEach(configuration::bind);
              // This one has a default, for brokers on the same machine.
              assertThat(variables.containsKey("RABBITMQ_URI_FILE"))
                  .isEqualTo(settings.containsValue(BrokerConfig.class));

              assertThat(variables.keySet())
                  .as("variables of " + service)
                  .allMatch(
                      variable ->
                          variable.startsWith(OF_LOGGING)
                              || settings.keySet().stream()
                                  .map(Configuration::variable)
                                  .anyMatch(prefix -> variable.startsWith(prefix + "_")));
              assertThat(overlay.deployments().get(service).getSpec().getTemplate().getSpec())
                  .as("Kubernetes adds no variables of its own")
                  .returns(false, PodSpec::getEnableServiceLinks);
            });
  }

  @ParameterizedTest
  @MethodSource("names")
  void noSecretIsAVariableOfAProcess(String name) {
    KubernetesOverlay overlay = overlays.get(name);
    overlay
        .variables()
        .values()
        .forEach(
            variables ->
                assertThat(variables)
                    .allSatisfy(
                        (variable, value) -> {
                          if (variable.matches(".*(PASSWORD|_KEY|_URI)(_FILE)?")) {
                            assertThat(Path.of(value)).as(variable).exists();
                          }
                        }));
    overlay
        .deployments()
        .values()
        .forEach(
            made ->
                assertThat(only(made).getEnv())
                    .allMatch(
                        variable ->
                            variable.getValueFrom() == null
                                || variable.getValueFrom().getSecretKeyRef() == null));
  }

  @ParameterizedTest
  @MethodSource("names")
  void portsAreThoseThatAreListenedOn(String name) {
    KubernetesOverlay overlay = overlays.get(name);
    overlay
        .deployments()
        .forEach(
            (service, made) -> {
              ClusterSettings cluster = overlay.settings(service, "cluster", ClusterSettings.class);
              ManagementConfig management =
                  overlay.settings(service, "management", ManagementConfig.class);
              Map<String, Integer> ports =
                  new HashMap<>(
                      Map.of(
                          "cluster", cluster.port(),
                          "bus", cluster.busPort(),
                          "management", management.port()));
              served(overlay, service).ifPresent(port -> ports.put("http", port));
              assertThat(ports(only(made))).as(service).isEqualTo(ports);
              assertThat(cluster.portCount()).isEqualTo(1);
              assertThat(management.host()).isEqualTo("0.0.0.0");
            });
  }

  private static Optional<Integer> served(KubernetesOverlay overlay, String service) {
    return switch (service) {
      case "api-gateway" ->
          Optional.of(overlay.settings(service, "gateway", GatewayConfig.class).port());
      case "payment-sandbox" ->
          Optional.of(overlay.settings(service, "sandbox", SandboxConfig.class).http().port());
      default -> Optional.empty();
    };
  }

  private static Map<String, Integer> ports(Container container) {
    Map<String, Integer> ports = new HashMap<>();
    for (ContainerPort port : container.getPorts()) {
      ports.put(port.getName(), port.getContainerPort());
    }
    return ports;
  }

  @ParameterizedTest
  @MethodSource("names")
  void namesLeadToPodsThatServeThem(String name) {
    Manifests manifests = overlays.get(name).manifests();
    manifests
        .all(Service.class)
        .forEach(
            (service, made) -> {
              List<String> pods = manifests.selected(made.getSpec().getSelector());
              assertThat(pods).as(service).isNotEmpty();
              for (ServicePort port : made.getSpec().getPorts()) {
                for (String pod : pods) {
                  Container container = manifests.pods().get(pod).getSpec().getContainers().get(0);
                  assertThat(ports(container))
                      .as(service + " to " + pod)
                      .containsEntry(port.getTargetPort().getStrVal(), port.getPort());
                }
              }
            });
  }

  @ParameterizedTest
  @MethodSource("names")
  void nodesFindAllNodes(String name) {
    KubernetesOverlay overlay = overlays.get(name);
    for (String service : overlay.deployments().keySet()) {
      ClusterSettings cluster = overlay.settings(service, "cluster", ClusterSettings.class);
      assertThat(cluster.members()).hasSize(1);
      String[] member = cluster.members().get(0).split(":");
      Service headless = overlay.manifests().all(Service.class).get(member[0]);
      assertThat(headless.getSpec().getClusterIP()).isEqualTo("None");
      assertThat(headless.getSpec().getPublishNotReadyAddresses()).isTrue();
      assertThat(overlay.manifests().selected(headless.getSpec().getSelector()))
          .containsExactlyInAnyOrderElementsOf(overlay.deployments().keySet());
      assertThat(Integer.parseInt(member[1])).isEqualTo(cluster.port());
      assertThat(cluster.sizeMin()).isBetween(2, overlay.deployments().size());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void paymentReachesTheProvider(String name) {
    KubernetesOverlay overlay = overlays.get(name);
    URI provider = URI.create(overlay.variables().get("payment").get("PAYMENT_PROVIDER_BASE_URL"));
    Service service = overlay.manifests().all(Service.class).get(provider.getHost());
    assertThat(overlay.manifests().selected(service.getSpec().getSelector()))
        .containsExactly("payment-sandbox");
    assertThat(service.getSpec().getPorts())
        .extracting(ServicePort::getPort)
        .containsExactly(provider.getPort());
  }

  private static Container only(Deployment deployment) {
    return KubernetesOverlay.container(deployment);
  }
}
