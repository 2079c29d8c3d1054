package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@code compose.stack.yaml} is what {@code docker stack deploy} takes, does what it says, and runs
 * what {@code compose.yaml} runs with two of each.
 */
class StackFileTest {
  /** Refused, left out with a warning, or taken and without effect, in a stack. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "build",
          "cgroup_parent",
          "container_name",
          "depends_on",
          "devices",
          "domainname",
          "expose",
          "extends",
          "external_links",
          "ipc",
          "links",
          "mac_address",
          "mem_limit",
          "network_mode",
          "pid",
          "privileged",
          "profiles",
          "restart",
          "security_opt",
          "shm_size",
          "tmpfs",
          "userns_mode",
          "volumes_from");

  /** Differ on purpose: other names, addresses of clients that are kept. */
  private static final Set<String> OF_THE_PLACE =
      Set.of("CLUSTER_MEMBERS", "GATEWAY_LIMITS_EXEMPT");

  private ComposeFile stack;
  private ComposeFile compose;

  @BeforeEach
  void read() throws IOException {
    stack = ComposeFile.read("compose.stack.yaml");
    compose = ComposeFile.read("compose.yaml");
  }

  @Test
  void followsTheSchemaOfStackFiles() throws IOException {
    assertThat(
            ComposeFileTest.schema("/docker-cli/config_schema_v3.13.json").validate(stack.tree()))
        .isEmpty();
  }

  @Test
  void saysNothingThatAStackDoesNotDo() {
    stack
        .services()
        .forEach(
            (name, service) -> {
              TreeSet<String> keys = new TreeSet<>();
              service.fieldNames().forEachRemaining(keys::add);
              assertThat(keys).as(name).doesNotContainAnyElementsOf(WITHOUT_EFFECT);
              service
                  .path("volumes")
                  .forEach(v -> assertThat(v.path("type").asText()).isNotEqualTo("bind"));
              service
                  .path("ports")
                  .forEach(p -> assertThat(p.path("mode").asText()).isEqualTo("host"));
            });
  }

  @Test
  void runsTheImagesAndSettingsOfTheContainersWithTwoOfEach() {
    Map<String, JsonNode> expected = new TreeMap<>(compose.processes());
    expected.keySet().removeIf(name -> name.endsWith("-2"));
    expected.put("gateway", expected.remove("gateway-1"));
    Map<String, JsonNode> processes = new TreeMap<>(stack.services());
    processes.keySet().removeIf(name -> name.matches("postgres|rabbitmq.*"));

    assertThat(processes).containsOnlyKeys(expected.keySet());
    processes.forEach(
        (name, service) -> {
          JsonNode single = expected.get(name);
          JsonNode doubled = compose.services().getOrDefault(name + "-2", single);
          assertThat(service.path("image")).as(name).isEqualTo(single.path("image"));
          assertThat(settings(service)).as(name).isEqualTo(settings(ofThreeBrokers(name, doubled)));
          assertThat(service.path("healthcheck").path("test"))
              .isEqualTo(single.path("healthcheck").path("test"));
          assertThat(service.path("read_only").asBoolean()).isTrue();
          assertThat(service.path("volumes"))
              .hasToString("[{\"type\":\"tmpfs\",\"target\":\"/tmp\"}]");
        });
  }

  private JsonNode ofThreeBrokers(String name, JsonNode service) {
    if (name.equals("gateway")) {
      JsonNode changed = service.deepCopy();
      JsonNode order = compose.services().get("order-2");
      ((com.fasterxml.jackson.databind.node.ObjectNode) changed.path("environment"))
          .set("RABBITMQ_URI", order.path("environment").path("RABBITMQ_URI"));
      return changed;
    }
    return service;
  }

  private static Map<String, String> settings(JsonNode service) {
    Map<String, String> settings = new LinkedHashMap<>(ComposeFile.environment(service));
    settings.keySet().removeAll(OF_THE_PLACE);
    return settings;
  }

  @Test
  void membersAreAskedForByTheNamesOfTheirTasks() {
    stack
        .services()
        .forEach(
            (name, service) -> {
              String members = ComposeFile.environment(service).get("CLUSTER_MEMBERS");
              if (members != null) {
                assertThat(members.split(","))
                    .containsExactlyInAnyOrderElementsOf(
                        stack.services().keySet().stream()
                            .filter(each -> !each.matches("postgres|rabbitmq.*"))
                            .map(each -> "tasks." + each + ":5701")
                            .toList());
              }
            });
  }

  @Test
  void everyTaskIsBoundedCheckedAndStartedAgain() {
    stack
        .services()
        .forEach(
            (name, service) -> {
              JsonNode deploy = service.path("deploy");
              assertThat(deploy.path("resources").path("limits").path("memory").asText())
                  .as(name)
                  .isNotEmpty();
              assertThat(deploy.path("restart_policy").path("condition").asText())
                  .as(name)
                  .isEqualTo("any");
              assertThat(deploy.path("endpoint_mode").asText()).as(name).isEqualTo("dnsrr");
              assertThat(service.path("healthcheck").path("test").asText()).as(name).isNotEmpty();
              assertThat(service.path("cap_drop")).as(name).hasToString("[\"ALL\"]");
            });
  }

  @Test
  void dataStaysOnANodeThatIsNamed() {
    for (String name : List.of("postgres", "rabbitmq", "rabbitmq-2", "rabbitmq-3")) {
      JsonNode constraints =
          stack.services().get(name).path("deploy").path("placement").path("constraints");
      assertThat(constraints).as(name).hasSize(1);
      assertThat(constraints.path(0).asText()).startsWith("node.hostname == ");
    }
  }

  @Test
  void needsTheVariablesOfTheEnvFileAndTheNodesOfItsData() throws IOException {
    TreeSet<String> needed = new TreeSet<>(compose.variables(false));
    // Nothing is built, and the tools of the other profiles are not in it.
    needed.removeIf(
        name -> name.matches("(JAVA|MAVEN|PROMETHEUS|GRAFANA|JAEGER|ELASTIC|FLUENT_BIT)_TAG"));
    needed.remove("GRAFANA_PASSWORD");
    needed.addAll(List.of("POSTGRES_NODE", "RABBITMQ_NODE", "RABBITMQ_2_NODE", "RABBITMQ_3_NODE"));

    assertThat(stack.variables(false)).isEqualTo(needed);
    stack
        .tree()
        .path("configs")
        .forEach(
            config ->
                assertThat(Files.isReadable(ProjectFiles.path(config.path("file").asText())))
                    .isTrue());
  }
}
