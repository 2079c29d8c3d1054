package io.jangteo.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Kubernetes scales by, and the series of ours that the adapter makes it from. */
final class ScalingMetrics {
  private static final String FOLDER = Kustomize.FOLDER + "/kubernetes/components/autoscaling/";
  private static final Pattern SERIES = Pattern.compile("__name__=~\"(\\^[^\"]+\\$)\"");

  private ScalingMetrics() {}

  /** Names of metrics by service. */
  static Map<String, TreeSet<String>> all() throws IOException {
    Map<String, TreeSet<String>> metrics = new TreeMap<>();
    Manifests.parse(ProjectFiles.read(FOLDER + "autoscalers.yaml"))
        .all(HorizontalPodAutoscaler.class)
        .forEach(
            (service, scaler) -> {
              TreeSet<String> names = new TreeSet<>();
              scaler
                  .getSpec()
                  .getMetrics()
                  .forEach(metric -> names.add(metric.getPods().getMetric().getName()));
              metrics.put(service, names);
            });
    return metrics;
  }

  /** The series that the adapter's rules make such a metric from; empty when no rule makes it. */
  static Optional<String> series(String metric) throws IOException {
    JsonNode rules =
        new ObjectMapper(new YAMLFactory())
            .readTree(ProjectFiles.read(FOLDER + "prometheus-adapter.yaml"))
            .path("rules");
    for (JsonNode rule : rules) {
      Matcher names = SERIES.matcher(rule.path("seriesQuery").asText());
      if (!names.find()) {
        throw new AssertionError("a rule without names: " + rule);
      }
      String renamed = rule.at("/name/matches").asText("^(.*)$");
      for (String series : new String[] {metric, metric + "_total"}) {
        Matcher as = Pattern.compile(renamed).matcher(series);
        if (series.matches(names.group(1)) && as.matches() && as.group(1).equals(metric)) {
          return Optional.of(series);
        }
      }
    }
    return Optional.empty();
  }
}
