package io.jangteo.system;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jangteo.runtime.config.Configuration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An overlay of the manifests, rendered, with what its processes would find.
 *
 * @param variables of each Deployment's container
 */
record KubernetesOverlay(
    String name, Manifests manifests, Map<String, Map<String, String>> variables) {
  static final String NAMESPACE = "jangteo";
  static final List<String> NAMES =
      List.of("development", "production", "production-istio", "production-tls");

  /** Every overlay there is. */
  static Map<String, KubernetesOverlay> all(Path folder) throws Exception {
    Kustomize kustomize =
        Kustomize.inCopy(
            folder,
            Map.of(
                "secrets/broker/uri", "amqps://jangteo:a-secret@rabbitmq.example.com:5671/market"));
    Map<String, KubernetesOverlay> overlays = new LinkedHashMap<>();
    for (String name : NAMES) {
      Manifests manifests = kustomize.render(name);
      overlays.put(
          name, new KubernetesOverlay(name, manifests, variables(manifests, folder.resolve(name))));
    }
    return overlays;
  }

  private static Map<String, Map<String, String>> variables(Manifests manifests, Path files)
      throws Exception {
    PodEnvironment environment = new PodEnvironment(manifests, files);
    Map<String, Map<String, String>> variables = new LinkedHashMap<>();
    for (Map.Entry<String, Deployment> each : manifests.all(Deployment.class).entrySet()) {
      variables.put(each.getKey(), environment.of(each.getKey(), container(each.getValue())));
    }
    return variables;
  }

  Map<String, Deployment> deployments() {
    return manifests.all(Deployment.class);
  }

  static Container container(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().get(0);
  }

  /** One record of a Deployment's settings, as its process binds it. */
  <T extends Record> T settings(String deployment, String prefix, Class<T> type) {
    return Configuration.ofEnvironment(variables.get(deployment)).bind(prefix, type);
  }

  /** Modules that are a process of their own, by the name of their jar. */
  static Map<String, LaunchedModule> modules() throws IOException {
    Map<String, LaunchedModule> modules = new LinkedHashMap<>();
    LaunchedModule.all()
        .forEach((folder, module) -> modules.put(Path.of(folder).getFileName().toString(), module));
    return modules;
  }
}
