package io.jangteo.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No file, patch, image, secret or setting of the manifests is there for nothing. */
class KustomizationsIT {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final String KUSTOMIZATION = "kustomization.yaml";

  /** Beside the manifests: what is given to something else than the cluster. */
  private static final String OF_THE_ADAPTER = "components/autoscaling/prometheus-adapter.yaml";

  private static Map<String, KubernetesOverlay> overlays;

  @BeforeAll
  static void render(@TempDir Path folder) throws Exception {
    overlays = KubernetesOverlay.all(folder);
  }

  static Stream<String> names() {
    return KubernetesOverlay.NAMES.stream();
  }

  private static Path manifests() {
    return ProjectFiles.path(Kustomize.FOLDER + "/kubernetes");
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(manifests())) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().contains("production/secrets"))
          .toList();
    }
  }

  @Test
  void everyOverlayIsTested() throws IOException {
    try (Stream<Path> folders = Files.list(manifests().resolve("overlays"))) {
      assertThat(folders.map(folder -> folder.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(KubernetesOverlay.NAMES);
    }
  }

  @Test
  void everyFileIsNamedByTheKustomizationAboveIt() throws IOException {
    for (Path file : files()) {
      Path kustomization = above(file);
      String named = kustomization.getParent().relativize(file).toString();
      if (!file.equals(kustomization) && !file.equals(manifests().resolve(OF_THE_ADAPTER))) {
        assertThat(Files.readString(kustomization)).as(kustomization.toString()).contains(named);
      }
    }
  }

  private static Path above(Path file) {
    Path folder = file.getParent();
    while (!Files.exists(folder.resolve(KUSTOMIZATION))) {
      folder = folder.getParent();
    }
    return folder.resolve(KUSTOMIZATION);
  }

  /** Kustomize passes over a patch that fits nothing. */
  @Test
  void everyPatchFitsSomething() throws IOException {
    List<HasMetadata> objects =
        overlays.values().stream()
            .flatMap(overlay -> overlay.manifests().objects().stream())
            .toList();
    int patches = 0;
    for (JsonNode kustomization : kustomizations()) {
      for (JsonNode patch : kustomization.path("patches")) {
        JsonNode target = patch.path("target");
        assertThat(objects).as(target.toString()).anyMatch(object -> fits(target, object));
        patches++;
      }
    }
    assertThat(patches).isPositive();
  }

  private static boolean fits(JsonNode target, HasMetadata object) {
    Map<String, String> labels = new TreeMap<>();
    for (String label : target.path("labelSelector").asText().split(",")) {
      if (!label.isEmpty()) {
        labels.put(label.split("=")[0], label.split("=")[1]);
      }
    }
    assertThat(target.properties())
        .extracting(Map.Entry::getKey)
        .isSubsetOf("kind", "name", "labelSelector");
    return object.getKind().equals(target.path("kind").asText())
        && (!target.has("name")
            || object.getMetadata().getName().equals(target.path("name").asText()))
        && (labels.isEmpty() || Manifests.carries(object.getMetadata().getLabels(), labels));
  }

  /** Nor does it mind a tag for an image that nobody runs. */
  @Test
  void everyTagIsOfAnImageThatRunsAndEveryImageHasOne() throws IOException {
    TreeSet<String> tagged = new TreeSet<>();
    for (JsonNode kustomization : kustomizations()) {
      kustomization
          .path("images")
          .forEach(
              image ->
                  tagged.add(image.path("name").asText() + ":" + image.path("newTag").asText()));
    }
    TreeSet<String> run = new TreeSet<>();
    overlays
        .values()
        .forEach(
            overlay ->
                overlay.manifests().pods().values().stream()
                    .flatMap(pod -> pod.getSpec().getContainers().stream())
                    .forEach(container -> run.add(container.getImage())));
    assertThat(run).isEqualTo(tagged);
  }

  @Test
  void serversAreOfTheVersionsThatComposeRuns() throws IOException {
    Map<String, String> tags = ComposeFile.environment();
    assertThat(image("postgres")).isEqualTo("postgres:" + tags.get("POSTGRES_TAG"));
    assertThat(image("rabbitmq")).isEqualTo("rabbitmq:" + tags.get("RABBITMQ_TAG"));
  }

  private static String image(String pod) {
    return overlays
        .get("development")
        .manifests()
        .pods()
        .get(pod)
        .getSpec()
        .getContainers()
        .get(0)
        .getImage();
  }

  private static List<JsonNode> kustomizations() throws IOException {
    List<JsonNode> kustomizations = new ArrayList<>();
    for (Path file : files()) {
      if (file.endsWith(KUSTOMIZATION)) {
        kustomizations.add(YAML.readTree(Files.readString(file)));
      }
    }
    return kustomizations;
  }

  /** What is generated is used, and its name says what it holds, so that a change is a rollout. */
  @ParameterizedTest
  @MethodSource("names")
  void everySettingAndSecretIsUsed(String name) {
    Manifests manifests = overlays.get(name).manifests();
    TreeSet<String> generated = new TreeSet<>(manifests.all(ConfigMap.class).keySet());
    generated.addAll(manifests.all(Secret.class).keySet());
    assertThat(generated).allMatch(each -> each.matches(".*-[a-z0-9]{10}"));

    TreeSet<String> used =
        manifests.pods().values().stream()
            .flatMap(KustomizationsIT::names)
            .collect(Collectors.toCollection(TreeSet::new));
    used.removeAll(PodEnvironment.FROM_OUTSIDE.keySet());

    assertThat(used).isEqualTo(generated);
  }

  private static Stream<String> names(PodTemplateSpec pod) {
    List<String> names = new ArrayList<>();
    pod.getSpec()
        .getVolumes()
        .forEach(
            volume -> {
              if (volume.getSecret() != null) {
                names.add(volume.getSecret().getSecretName());
              }
              if (volume.getConfigMap() != null) {
                names.add(volume.getConfigMap().getName());
              }
            });
    pod.getSpec()
        .getContainers()
        .forEach(
            container -> {
              container.getEnvFrom().forEach(from -> names.add(from.getConfigMapRef().getName()));
              container.getEnv().stream()
                  .filter(each -> each.getValueFrom() != null)
                  .filter(each -> each.getValueFrom().getSecretKeyRef() != null)
                  .forEach(each -> names.add(each.getValueFrom().getSecretKeyRef().getName()));
            });
    return names.stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyMountIsOfAVolumeAndEveryVolumeIsMounted(String name) {
    overlays
        .get(name)
        .manifests()
        .pods()
        .forEach(
            (pod, template) -> {
              TreeSet<String> volumes = new TreeSet<>();
              template.getSpec().getVolumes().forEach(volume -> volumes.add(volume.getName()));
              if (List.of("postgres", "rabbitmq").contains(pod)) {
                volumes.add("data");
              }
              assertThat(
                      template.getSpec().getContainers().get(0).getVolumeMounts().stream()
                          .map(mount -> mount.getName()))
                  .as(pod)
                  .containsExactlyInAnyOrderElementsOf(volumes);
            });
  }

  @Test
  void theDatabasesSetUpIsGivenEveryPassword() throws Exception {
    // Given
    var container =
        overlays
            .get("development")
            .manifests()
            .pods()
            .get("postgres")
            .getSpec()
            .getContainers()
            .get(0);
    List<String> given = container.getEnv().stream().map(each -> each.getName()).toList();

    // When
    String services =
        ProjectFiles.read("cluster-config/compose/databases.sh")
            .lines()
            .filter(line -> line.startsWith("for service in "))
            .map(line -> line.replaceAll("for service in |; do", ""))
            .findFirst()
            .orElseThrow();

    // Then
    assertThat(given)
        .containsAll(
            Arrays.stream(services.split(" "))
                .map(each -> each.toUpperCase(Locale.ROOT) + "_DB_PASSWORD")
                .toList());
  }

  @Test
  void theBrokerKnowsWhoseAddressServicesHave() throws Exception {
    KubernetesOverlay development = overlays.get("development");
    Map<String, String> broker = new TreeMap<>();
    development
        .manifests()
        .all(Secret.class)
        .forEach(
            (name, secret) -> {
              if (name.startsWith("rabbitmq-")) {
                broker.putAll(secret.getData());
              }
            });
    broker.replaceAll((key, value) -> new String(Base64.getDecoder().decode(value), UTF_8));

    String uri =
        Files.readString(Path.of(development.variables().get("order").get("RABBITMQ_URI_FILE")));

    assertThat(URI.create(uri.strip()).getUserInfo())
        .isEqualTo(broker.get("user") + ":" + broker.get("password"));
    assertThat(development.manifests().all(Service.class))
        .containsKey(URI.create(uri.strip()).getHost());
  }
}
