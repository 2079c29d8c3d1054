package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.jangteo.launcher.ClusterSettings;
import io.jangteo.launcher.ClusterTlsSettings;
import io.jangteo.marketplace.certificates.CertificateFolder;
import io.jangteo.marketplace.home.Attachment;
import io.jangteo.marketplace.home.RunState.DatabaseAccess;
import io.jangteo.runtime.config.Configuration;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code compose.yaml} fits the services, jars, ports and settings that exist. */
class ComposeFileTest {
  private static final Pattern MODULES = Pattern.compile("-pl (\\S+)");
  private static final Pattern DATABASES = Pattern.compile("for service in ([a-z ]+);");

  /** Read before any configuration is, by every process. */
  private static final String OF_LOGGING = "JANGTEO_LOG_";

  /** Nothing in these images could ask. */
  private static final Set<String> WITHOUT_A_SHELL = Set.of("fluent-bit", "jaeger");

  private ComposeFile compose;
  private ComposeFile audit;
  private ComposeFile tls;

  @BeforeEach
  void read() throws IOException {
    compose = ComposeFile.read("compose.yaml");
    audit = ComposeFile.read("compose.audit.yaml");
    tls = ComposeFile.read("compose.tls.yaml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"compose.yaml", "compose.audit.yaml", "compose.tls.yaml"})
  void followsTheSchemaOfComposeFiles(String file) throws IOException {
    assertThat(schema("/compose-spec/compose-spec.json").validate(ComposeFile.read(file).tree()))
        .isEmpty();
  }

  static JsonSchema schema(String resource) throws IOException {
    try (InputStream in = ComposeFileTest.class.getResourceAsStream(resource)) {
      ObjectNode schema = (ObjectNode) new ObjectMapper().readTree(in);
      // It names its dialect, and its parts, in ways that were given up later; nothing refers to
      // them.
      schema.remove("$schema");
      schema.findParents("id").forEach(part -> ((ObjectNode) part).remove("id"));
      return JsonSchemaFactory.getInstance(VersionFlag.V201909).getSchema(schema);
    }
  }

  @Test
  void everyServiceHasAContainerAndEveryContainerAService() throws IOException {
    // Given
    TreeSet<String> jars = new TreeSet<>();
    compose.processes().values().forEach(service -> jars.add(argument(service, "JAR")));

    // Then
    TreeSet<String> modules = new TreeSet<>(LaunchedModule.all().keySet());
    assertThat(jars)
        .containsExactlyInAnyOrderElementsOf(
            modules.stream().map(m -> m + "/target/" + Path.of(m).getFileName() + ".jar").toList());
    assertThat(compose.processes().keySet()).contains("gateway-1", "gateway-2");
    Matcher built = MODULES.matcher(ProjectFiles.read("Dockerfile"));
    assertThat(built.find()).isTrue();
    assertThat(built.group(1).split(",")).containsExactlyInAnyOrderElementsOf(modules);
  }

  @Test
  void variablesAreSettingsOfTheirService() throws IOException {
    Map<String, LaunchedModule> modules = LaunchedModule.all();
    for (Map.Entry<String, JsonNode> service : compose.processes().entrySet()) {
      String module = argument(service.getValue(), "JAR").replaceAll("/target/.*", "");
      Map<String, Class<? extends Record>> settings = modules.get(module).settings();
      Map<String, String> variables = ComposeFile.environment(service.getValue());

      // Binding fails on what is missing, unknown under its prefix, or malformed.
      Configuration configuration = Configuration.ofEnvironment(variables);
      settings.forEach(configuration::bind);

      assertThat(variables.keySet())
          .as("variables of " + service.getKey())
          .allMatch(
              name ->
                  name.startsWith(OF_LOGGING)
                      || settings.keySet().stream()
                          .anyMatch(prefix -> name.startsWith(Configuration.variable(prefix))));
    }
  }

  @Test
  void hostsAndPortsLeadToContainersThatServeThem() {
    Map<String, JsonNode> processes = compose.processes();
    // A name that nobody has would be looked up in vain, again and again: those of profiles join by
    // the others'.
    List<String> members =
        processes.keySet().stream()
            .filter(name -> compose.profiles(name).isEmpty())
            .map(name -> name + ":5701")
            .toList();
    processes
        .values()
        .forEach(
            service -> {
              Map<String, String> variables = ComposeFile.environment(service);
              assertThat(variables).containsEntry("CLUSTER_PORT", "5701");
              assertThat(variables.get("CLUSTER_MEMBERS").split(","))
                  .containsExactlyInAnyOrderElementsOf(members);
              variables.forEach(this::requireKnownHost);
            });
    URI provider =
        URI.create(
            ComposeFile.environment(processes.get("payment")).get("PAYMENT_PROVIDER_BASE_URL"));
    assertThat(ComposeFile.environment(processes.get(provider.getHost())))
        .containsEntry("SANDBOX_HTTP_PORT", Integer.toString(provider.getPort()));
  }

  private void requireKnownHost(String variable, String value) {
    if (variable.endsWith("_DB_HOST")) {
      assertThat(value).isEqualTo("postgres");
    }
    if (variable.equals("RABBITMQ_URI")) {
      assertThat(compose.services().keySet()).containsAll(hosts(value));
    }
  }

  private static List<String> hosts(String uri) {
    return Arrays.stream(uri.substring(uri.indexOf('@') + 1).split(","))
        .map(node -> node.replaceAll(":5672$", ""))
        .toList();
  }

  @Test
  void theProfileOfReplicasDoublesEveryServiceAndHasThreeBrokers() throws IOException {
    // Given
    Map<String, JsonNode> processes = compose.processes();
    List<String> doubled =
        processes.keySet().stream()
            .filter(name -> compose.profiles(name).isEmpty())
            .filter(name -> !name.startsWith("gateway-") && !name.equals("payment-sandbox"))
            .toList();
    List<String> brokers = List.of("rabbitmq", "rabbitmq-2", "rabbitmq-3");
    String nodes = ComposeFile.lines("cluster-config/profiles/replicas.env").get("BROKER_NODES");

    // Then
    assertThat(doubled).hasSize(6);
    assertThat(compose.ofProfile("replicas"))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(doubled.stream().map(n -> n + "-2"), brokers.stream().skip(1)).toList());
    assertThat(hosts("@" + nodes)).isEqualTo(brokers);
    for (String name : doubled) {
      Map<String, String> first = ComposeFile.environment(processes.get(name));
      Map<String, String> second = ComposeFile.environment(processes.get(name + "-2"));
      assertThat(hosts(first.put("RABBITMQ_URI", ""))).containsExactly("rabbitmq");
      assertThat(hosts(second.put("RABBITMQ_URI", ""))).isEqualTo(brokers);
      assertThat(second).isEqualTo(first);
      assertThat(argument(processes.get(name + "-2"), "JAR"))
          .isEqualTo(argument(processes.get(name), "JAR"));
    }
    for (String broker : brokers) {
      JsonNode service = compose.services().get(broker);
      assertThat(service.path("hostname").asText()).isEqualTo(broker);
      assertThat(service.path("volumes").path(0).asText()).startsWith(broker + "-data:");
    }
  }

  @Test
  void aNodeThatIsStartedAgainListensWhereTheOneBeforeDid() {
    compose
        .processes()
        .values()
        .forEach(
            service ->
                assertThat(ComposeFile.environment(service))
                    .containsEntry("CLUSTER_BUS_PORT", "5801")
                    .containsEntry("CLUSTER_PORT_COUNT", "1"));
  }

  @Test
  void onlyGatewaysAndPagesOfToolsArePublishedAndOnThisMachineOnlyByDefault() {
    TreeSet<String> published = new TreeSet<>();
    compose
        .services()
        .forEach(
            (name, service) -> {
              List<List<String>> ports = ComposeFile.ports(service);
              ports.forEach(port -> assertThat(port).as(name).startsWith("127.0.0.1"));
              ports.forEach(port -> published.add(name));
              String served = ComposeFile.environment(service).get("GATEWAY_PORT");
              if (served != null) {
                assertThat(ports).hasSize(1).allMatch(port -> port.get(2).equals(served));
              }
            });
    assertThat(published)
        .containsExactly("gateway-1", "gateway-2", "grafana", "jaeger", "kibana", "prometheus");
  }

  @Test
  void attachFindsWhatTheTwoFilesPublish() throws IOException {
    // Given
    String gateway = ComposeFile.ports(compose.services().get("gateway-1")).get(0).get(1);
    List<String> postgres = ComposeFile.ports(audit.services().get("postgres")).get(0);
    List<String> rabbitmq = ComposeFile.ports(audit.services().get("rabbitmq")).get(0);

    // When
    Attachment attachment = Attachment.of(ComposeFile.environment());

    // Then
    assertThat(attachment.state().url()).isEqualTo("http://127.0.0.1:" + gateway);
    assertThat(postgres).startsWith("127.0.0.1").endsWith("5432");
    assertThat(rabbitmq).startsWith("127.0.0.1").endsWith("5672");
    assertThat(attachment.state().brokerUri()).endsWith("@127.0.0.1:" + rabbitmq.get(1));
    attachment.state().databases().forEach((service, access) -> requireGiven(service, access));
    assertThat(attachment.state().databases().values())
        .extracting(access -> Integer.toString(access.port()))
        .containsOnly(postgres.get(1));
  }

  /** The database of an attachment is the one that the service's container was given. */
  private void requireGiven(String service, DatabaseAccess access) {
    String prefix = service.toUpperCase(Locale.ROOT) + "_DB_";
    assertThat(compose.processes().values().stream().map(ComposeFile::environment))
        .anySatisfy(
            variables ->
                assertThat(variables)
                    .containsEntry(prefix + "NAME", access.name())
                    .containsEntry(prefix + "USER", access.user())
                    .containsEntry(prefix + "PASSWORD", access.password()));
  }

  @Test
  void databasesAreMadeForEveryServiceThatHasOne() throws IOException {
    // Given
    Matcher made = DATABASES.matcher(ProjectFiles.read("cluster-config/compose/databases.sh"));
    assertThat(made.find()).isTrue();

    // Then
    assertThat(made.group(1).split(" "))
        .containsExactlyInAnyOrderElementsOf(
            Attachment.of(ComposeFile.environment()).state().databases().keySet());
    for (String service : made.group(1).split(" ")) {
      assertThat(ComposeFile.environment(compose.services().get("postgres")))
          .containsKey(service.toUpperCase(Locale.ROOT) + "_DB_PASSWORD");
    }
  }

  @Test
  void tagsAndSecretsComeFromTheEnvFile() throws IOException {
    // Given
    TreeSet<String> needed = compose.variables(false);
    needed.addAll(audit.variables(false));
    needed.addAll(tls.variables(false));

    // Then
    assertThat(ComposeFile.environment().keySet()).containsExactlyInAnyOrderElementsOf(needed);
    assertThat(compose.text().lines().filter(line -> line.strip().startsWith("image:")))
        .isNotEmpty()
        .allMatch(line -> line.matches(".*:\\$\\{[A-Z_]+_TAG}"));
    assertThat(
            compose
                .text()
                .lines()
                .filter(line -> line.matches("\\s*\\w+(PASSWORD|_PASS|_KEY): .*")))
        .isNotEmpty()
        .allMatch(line -> line.matches(".*: \\$\\{[A-Z_]+:\\?see \\.env}"));
  }

  @Test
  void noDefaultIsEmptyForOldPodmanComposesDoNotReplaceThose() {
    assertThat(compose.text() + audit.text() + tls.text()).doesNotContain(":-}");
  }

  @Test
  void everyContainerIsCheckedBoundedAndWithoutPrivileges() {
    compose
        .services()
        .forEach(
            (name, service) -> {
              if (!WITHOUT_A_SHELL.contains(name)) {
                assertThat(service.path("healthcheck").path("test").asText()).as(name).isNotEmpty();
              }
              assertThat(service.path("mem_limit").asText()).as(name).isNotEmpty();
              assertThat(service.path("restart").asText()).as(name).isEqualTo("unless-stopped");
              assertThat(service.path("cap_drop")).as(name).hasToString("[\"ALL\"]");
              assertThat(service.path("privileged").asBoolean()).as(name).isFalse();
            });
    compose.processes().values().forEach(p -> assertThat(p.path("read_only").asBoolean()).isTrue());
  }

  @Test
  void everyProcessFindsItsCertificatesWhereTheyAreCopiedTo() throws IOException {
    // Given
    Map<String, JsonNode> secured = tls.services();
    JsonNode copy = secured.remove("certificates");
    CertificateFolder made = new CertificateFolder(ProjectFiles.path(".jangteo/certificates"));

    // Then
    assertThat(secured).containsOnlyKeys(compose.processes().keySet());
    String script = copy.path("command").path(0).asText();
    assertThat(copy.path("volumes").path(0).asText()).isEqualTo("./.jangteo/certificates:/from:ro");
    assertThat(copy.path("volumes").path(1).asText()).isEqualTo("certificates:/to");
    assertThat(ProjectFiles.read("Dockerfile")).contains("USER 10001:10001");
    assertThat(script).contains("--owner 10001", "--mode 0400");
    secured.forEach(
        (name, service) -> {
          ClusterTlsSettings settings =
              Configuration.ofEnvironment(ComposeFile.environment(service))
                  .bind("cluster", ClusterSettings.class)
                  .tls();
          assertThat(settings.isOn()).as(name).isTrue();
          assertThat(service.path("volumes").path(0).asText())
              .isEqualTo("certificates:" + Path.of(settings.key()).getParent() + ":ro");
          requireCopied(script, made.certificate(CertificateFolder.NODE), settings.certificate());
          requireCopied(script, made.key(CertificateFolder.NODE), settings.key());
          requireCopied(script, made.authority(), settings.authority());
        });
  }

  private static void requireCopied(String script, Path made, String read) {
    assertThat(Path.of(read).getFileName()).isEqualTo(made.getFileName());
    assertThat(script).containsPattern("in .*" + Pattern.quote(made.getFileName().toString()));
  }

  private static String argument(JsonNode service, String name) {
    return service.path("build").path("args").path(name).asText();
  }
}
