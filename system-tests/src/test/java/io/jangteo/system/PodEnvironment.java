package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Variables and files of a container, as the process in it would find them. */
final class PodEnvironment {
  private static final String POD_ADDRESS = "10.1.2.3";

  /** Secrets that something else in the cluster makes, by their keys. */
  static final Map<String, Set<String>> FROM_OUTSIDE =
      Map.of("bus-tls", Set.of("tls.crt", "tls.key", "ca.crt"));

  private final Manifests manifests;
  private final Path files;

  /**
   * @param files where mounted files are laid
   */
  PodEnvironment(Manifests manifests, Path files) {
    this.manifests = manifests;
    this.files = files;
  }

  /** Where a variable names a mounted file, it names the copy of it. */
  Map<String, String> of(String pod, Container container) throws IOException {
    PodSpec spec = manifests.pods().get(pod).getSpec();
    Map<String, String> mounted = mounted(pod, spec, container);
    Map<String, String> variables = new LinkedHashMap<>();
    container
        .getEnvFrom()
        .forEach(
            source -> variables.putAll(configMap(source.getConfigMapRef().getName()).getData()));
    container.getEnv().forEach(variable -> variables.put(variable.getName(), value(variable)));
    variables.replaceAll((name, value) -> mounted.getOrDefault(value, value));
    variables.forEach(
        (name, value) -> {
          if (name.endsWith("_FILE") || name.startsWith("CLUSTER_TLS_")) {
            assertThat(mounted.values()).as(name + " of " + pod).contains(value);
          }
        });
    return variables;
  }

  private String value(EnvVar variable) {
    if (variable.getValueFrom() == null) {
      return variable.getValue();
    }
    if (variable.getValueFrom().getSecretKeyRef() != null) {
      var key = variable.getValueFrom().getSecretKeyRef();
      return decoded(secret(key.getName()), key.getKey());
    }
    assertThat(variable.getValueFrom().getFieldRef().getFieldPath()).isEqualTo("status.podIP");
    return POD_ADDRESS;
  }

  /** Path in the container to path of the copy. */
  private Map<String, String> mounted(String pod, PodSpec spec, Container container)
      throws IOException {
    Map<String, String> mounted = new LinkedHashMap<>();
    for (var volume : spec.getVolumes()) {
      if (volume.getSecret() == null) {
        continue;
      }
      String path =
          container.getVolumeMounts().stream()
              .filter(mount -> mount.getName().equals(volume.getName()))
              .findFirst()
              .orElseThrow(() -> new AssertionError(volume.getName() + " is not mounted in " + pod))
              .getMountPath();
      for (Map.Entry<String, String> each :
          content(volume.getSecret().getSecretName()).entrySet()) {
        Path copy = files.resolve(pod).resolve(volume.getName()).resolve(each.getKey());
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, each.getValue());
        mounted.put(path + "/" + each.getKey(), copy.toString());
      }
    }
    return mounted;
  }

  private Map<String, String> content(String name) {
    Map<String, String> content = new LinkedHashMap<>();
    if (FROM_OUTSIDE.containsKey(name)) {
      FROM_OUTSIDE.get(name).forEach(key -> content.put(key, "made elsewhere"));
    } else {
      Secret secret = secret(name);
      secret.getData().keySet().forEach(key -> content.put(key, decoded(secret, key)));
    }
    return content;
  }

  private static String decoded(Secret secret, String key) {
    assertThat(secret.getData()).as(secret.getMetadata().getName()).containsKey(key);
    return new String(
        Base64.getMimeDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
  }

  private Secret secret(String name) {
    assertThat(manifests.all(Secret.class)).containsKey(name);
    return manifests.all(Secret.class).get(name);
  }

  private ConfigMap configMap(String name) {
    assertThat(manifests.all(ConfigMap.class)).containsKey(name);
    return manifests.all(ConfigMap.class).get(name);
  }
}
