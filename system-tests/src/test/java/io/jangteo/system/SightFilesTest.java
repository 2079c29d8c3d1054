package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.launcher.TracingSettings;
import io.jangteo.runtime.config.Configuration;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The tools beside the market look where the market is. That what they ask for is there, {@code
 * ClusterIT} shows on a running cluster.
 */
class SightFilesTest {
  private ComposeFile compose;

  @BeforeEach
  void read() throws IOException {
    compose = ComposeFile.read("compose.yaml");
  }

  @Test
  void prometheusScrapesTheManagementPortOfEveryProcess() throws IOException {
    JsonNode config = SightFiles.yaml(SightFiles.FOLDER + "prometheus.yml");
    JsonNode found = config.path("scrape_configs").path(0).path("dns_sd_configs").path(0);

    assertThat(texts(found.path("names")))
        .containsExactlyInAnyOrderElementsOf(compose.processes().keySet());
    compose
        .processes()
        .values()
        .forEach(
            process ->
                assertThat(ComposeFile.environment(process))
                    .containsEntry("MANAGEMENT_PORT", found.path("port").asText()));
    assertThat(texts(config.path("rule_files")))
        .allMatch(file -> mounts("prometheus").containsKey(file));
  }

  @Test
  void everyAlertHasAQueryAndSaysWhatItIs() throws IOException {
    JsonNode rules =
        SightFiles.yaml(SightFiles.FOLDER + "alerts.yml").path("groups").path(0).path("rules");

    assertThat(rules).hasSizeGreaterThan(5);
    TreeSet<String> names = new TreeSet<>();
    rules.forEach(
        rule -> {
          assertThat(rule.path("expr").asText()).isNotEmpty();
          assertThat(rule.path("annotations").path("summary").asText()).isNotEmpty();
          assertThat(names.add(rule.path("alert").asText())).isTrue();
        });
  }

  @Test
  void theDashboardAsksADataSourceThatIsProvisionedAndServed() throws IOException {
    JsonNode sources =
        SightFiles.yaml(SightFiles.FOLDER + "grafana/datasources.yaml").path("datasources");
    Map<String, String> served = Map.of("prometheus", "9090", "jaeger", "16686");
    TreeSet<String> known = new TreeSet<>();
    for (JsonNode source : sources) {
      URI url = URI.create(source.path("url").asText());
      known.add(source.path("uid").asText());
      assertThat(compose.services()).containsKey(url.getHost());
      assertThat(served).containsEntry(url.getHost(), Integer.toString(url.getPort()));
      assertThat(ComposeFile.ports(compose.services().get(url.getHost())).get(0))
          .endsWith(Integer.toString(url.getPort()));
    }

    assertThat(SightFiles.dashboard().path("panels")).hasSizeGreaterThan(10);
    SightFiles.dashboard()
        .path("panels")
        .forEach(
            panel ->
                panel
                    .path("targets")
                    .forEach(
                        target ->
                            assertThat(known)
                                .contains(target.path("datasource").path("uid").asText())));
    JsonNode provider =
        SightFiles.yaml(SightFiles.FOLDER + "grafana/dashboards.yaml").path("providers").path(0);
    assertThat(mounts("grafana").keySet())
        .contains(provider.path("options").path("path").asText() + "/jangteo.json");
  }

  @Test
  void spansGoToWhereTheyAreTaken() throws IOException {
    String endpoint =
        ComposeFile.lines("cluster-config/profiles/observability.env").get("TRACING_ENDPOINT");
    URI uri = URI.create(endpoint);

    Configuration.ofEnvironment(Map.of("TRACING_ENDPOINT", endpoint))
        .bind("tracing", TracingSettings.class);
    assertThat(compose.ofProfile("observability")).contains(uri.getHost());
    assertThat(texts(compose.services().get(uri.getHost()).path("command")))
        .contains("receivers.otlp.protocols.http.endpoint=0.0.0.0:" + uri.getPort());
  }

  @Test
  void eventsGoToElasticsearchAndAreReadFromWhereTheEngineKeepsThem() throws IOException {
    JsonNode pipeline = SightFiles.yaml("cluster-config/logging/fluent-bit.yaml").path("pipeline");
    JsonNode output = pipeline.path("outputs").path(0);

    assertThat(compose.ofProfile("logging")).contains(output.path("host").asText());
    assertThat(output.path("port").asInt()).isEqualTo(9200);
    assertThat(ComposeFile.environment(compose.services().get("kibana")).get("ELASTICSEARCH_HOSTS"))
        .isEqualTo("http://" + output.path("host").asText() + ":" + output.path("port").asText());
    assertThat(pipeline.path("inputs").path(0).path("path").asText().split(","))
        .allMatch(path -> mounts("fluent-bit").containsKey(path.substring(0, path.indexOf("/*"))));
    assertThat(ProjectFiles.read("cluster-config/logging/ecs.conf"))
        .containsPattern(
            "Name +" + pipeline.path("filters").path(0).path("parser").asText() + "\n");
    assertThat(ComposeFile.environment(compose.services().get("order")))
        .containsEntry("JANGTEO_LOG_FORMAT", "json");
  }

  @Test
  void everyFileThatIsMountedIsThere() {
    for (String service : compose.services().keySet()) {
      mounts(service)
          .values()
          .forEach(
              source -> {
                if (source.startsWith("./")) {
                  assertThat(Files.isRegularFile(ProjectFiles.path(source))).as(source).isTrue();
                }
              });
    }
  }

  /** Source by where it is in the container. */
  private Map<String, String> mounts(String service) {
    Map<String, String> mounts = new TreeMap<>();
    for (String volume : texts(compose.services().get(service).path("volumes"))) {
      String[] parts = volume.split(":");
      mounts.put(parts[1], parts[0]);
    }
    return mounts;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
