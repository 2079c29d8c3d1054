package io.jangteo.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.istio.api.security.v1.PeerAuthentication;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Objects of Kubernetes, each read into the type that its schema was made into. */
record Manifests(List<HasMetadata> objects) {
  private static final Map<String, Class<? extends HasMetadata>> TYPES =
      Map.ofEntries(
          Map.entry("v1/Namespace", Namespace.class),
          Map.entry("v1/ConfigMap", ConfigMap.class),
          Map.entry("v1/Secret", Secret.class),
          Map.entry("v1/Service", Service.class),
          Map.entry("apps/v1/Deployment", Deployment.class),
          Map.entry("apps/v1/StatefulSet", StatefulSet.class),
          Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
          Map.entry("autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
          Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
          Map.entry("security.istio.io/v1/PeerAuthentication", PeerAuthentication.class));

  private static final ObjectMapper STRICT =
      new ObjectMapper(new YAMLFactory()).setAnnotationIntrospector(new NothingElse());

  /** The types would keep what they do not know; here it is an error. */
  private static final class NothingElse extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated method) {
      return false;
    }
  }

  /**
   * @throws AssertionError when an object is of no type that is known here, has a field that its
   *     type has not, or a value of another kind
   */
  static Manifests parse(String yaml) throws IOException {
    List<HasMetadata> objects = new ArrayList<>();
    try (MappingIterator<JsonNode> documents = STRICT.readerFor(JsonNode.class).readValues(yaml)) {
      while (documents.hasNext()) {
        objects.add(object(documents.next()));
      }
    }
    return new Manifests(List.copyOf(objects));
  }

  private static HasMetadata object(JsonNode document) {
    String type = document.path("apiVersion").asText() + "/" + document.path("kind").asText();
    Class<? extends HasMetadata> known = TYPES.get(type);
    if (known == null) {
      throw new AssertionError(type + " is not listed here");
    }
    try {
      return STRICT.treeToValue(document, known);
    } catch (JsonProcessingException e) {
      throw new AssertionError(
          type + " " + document.at("/metadata/name").asText() + ": " + e.getMessage(), e);
    }
  }

  /** Those of one type, by name. */
  <T extends HasMetadata> Map<String, T> all(Class<T> type) {
    Map<String, T> found = new LinkedHashMap<>();
    objects.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .forEach(object -> found.put(object.getMetadata().getName(), object));
    return found;
  }

  /** What pods are made from, by the name of who makes them. */
  Map<String, PodTemplateSpec> pods() {
    Map<String, PodTemplateSpec> pods = new LinkedHashMap<>();
    all(Deployment.class).forEach((name, made) -> pods.put(name, made.getSpec().getTemplate()));
    all(StatefulSet.class).forEach((name, made) -> pods.put(name, made.getSpec().getTemplate()));
    return pods;
  }

  /** Names of pods that have all of these labels. */
  List<String> selected(Map<String, String> labels) {
    return pods().entrySet().stream()
        .filter(pod -> carries(pod.getValue().getMetadata().getLabels(), labels))
        .map(Map.Entry::getKey)
        .toList();
  }

  static boolean carries(Map<String, String> labels, Map<String, String> wanted) {
    return wanted == null || labels.entrySet().containsAll(wanted.entrySet());
  }
}
