package io.jangteo.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What the profiles {@code observability} and {@code logging} are configured with, and what the
 * autoscalers of Kubernetes go by.
 */
final class SightFiles {
  static final String FOLDER = "cluster-config/observability/";

  /** In a query: names with a unit or a part behind them, and what is no label's value. */
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:jangteo|vertx|jvm|process|system)_[a-z0-9_]+\\b");

  private static final String AUTOSCALERS =
      "cluster-config/kubernetes/components/autoscaling/autoscalers.yaml";

  private static final Pattern SCALED = Pattern.compile("metric: \\{name: (\\w+)}");

  private SightFiles() {}

  static JsonNode yaml(String file) throws IOException {
    Object loaded =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(ProjectFiles.read(file));
    return new ObjectMapper().valueToTree(loaded);
  }

  static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(ProjectFiles.read(FOLDER + "grafana/jangteo.json"));
  }

  static List<String> queries() throws IOException {
    List<String> queries = new ArrayList<>();
    dashboard()
        .path("panels")
        .forEach(panel -> panel.path("targets").forEach(t -> queries.add(t.path("expr").asText())));
    yaml(FOLDER + "alerts.yml")
        .path("groups")
        .forEach(group -> group.path("rules").forEach(r -> queries.add(r.path("expr").asText())));
    return queries;
  }

  /** Names of metrics of our processes that somebody looks at. */
  static Set<String> metrics() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String query : queries()) {
      METRIC.matcher(query).results().forEach(found -> names.add(found.group()));
    }
    String scaling = ProjectFiles.read(AUTOSCALERS);
    SCALED.matcher(scaling).results().map(found -> counted(found.group(1))).forEach(names::add);
    return names;
  }

  /** The adapter leaves out what Prometheus adds to the names of counters. */
  private static String counted(String name) {
    return name.endsWith("_processed") ? name + "_total" : name;
  }
}
