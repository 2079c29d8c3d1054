package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.launcher.RunningProcess;
import io.jangteo.marketplace.certificates.CertificateFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each service as {@code java -jar}: it starts, says what it serves, ends, or says why not. */
class ServiceJarIT {
  private static final String PROVIDERS =
      "META-INF/services/io.vertx.core.spi.VertxServiceProvider";

  private static final Duration ROUTED = Duration.ofSeconds(10);

  private final ServiceEnvironment environment = new ServiceEnvironment();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "member",
        "catalog",
        "inventory",
        "order",
        "payment",
        "payment-sandbox",
        "shipping",
        "api-gateway"
      })
  void jarHoldsEveryPartServesAndStops(String service) throws Exception {
    assertThat(providers(service))
        .contains("io.vertx.spi.cluster.hazelcast.HazelcastClusterManager")
        .contains("io.vertx.micrometer.MicrometerMetricsFactory")
        .contains("io.vertx.tracing.opentelemetry.OpenTelemetryTracingFactory");

    try (LaunchedJar jar = LaunchedJar.start(service, environment.of(service), "-cluster")) {
      RunningProcess running = jar.awaitServing();

      assertThat(running.service()).isEqualTo(service);
      assertThat(running.node()).isNotEmpty();
      assertThat(jar.output())
          .contains("serves")
          .contains("node " + running.node() + " of cluster " + environment.cluster())
          .contains("management port " + running.managementPort());
      assertThat(jar.management("/ready").statusCode()).as(jar.output()).isEqualTo(200);
      String metrics = jar.management("/metrics").body();
      assertThat(metrics).contains("jvm_memory_used_bytes").contains("vertx_pool_");
      assertThat(scaledBy(service)).allMatch(metrics::contains);

      jar.terminate();

      assertThat(jar.awaitExit()).as(jar.output()).isZero();
      assertThat(jar.output()).contains(service + " has stopped");
      assertThat(jar.hasRunFile()).isFalse();
    }
  }

  /** Those of a gateway are there with the first service that it finds. */
  private static List<String> scaledBy(String service) throws IOException {
    TreeSet<String> metrics = ScalingMetrics.all().getOrDefault(service, new TreeSet<>());
    return service.equals("api-gateway") ? List.of() : series(metrics);
  }

  private static List<String> series(TreeSet<String> metrics) throws IOException {
    List<String> series = new ArrayList<>();
    for (String metric : metrics) {
      series.add("\n" + ScalingMetrics.series(metric).orElseThrow() + "{");
    }
    return series;
  }

  private static String providers(String service) throws IOException {
    try (ZipFile jar = new ZipFile(LaunchedJar.jar(service).toFile())) {
      return new String(
          jar.getInputStream(jar.getEntry(PROVIDERS)).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"order", "api-gateway"})
  void helpNamesOptionsAndSettings(String service) throws Exception {
    try (LaunchedJar jar = LaunchedJar.start(service, Map.of(), "--help")) {
      assertThat(jar.awaitExit()).isZero();
      assertThat(jar.output())
          .startsWith(service + " ")
          .contains("-cluster ", "-conf ", "-instances ", "CLUSTER_MEMBERS", "MANAGEMENT_PORT");
    }
  }

  @Test
  void missingAndUnknownSettingsAreNamed() throws Exception {
    Map<String, String> variables = new HashMap<>(environment.of("catalog"));
    variables.put("CATALOG_DB_NAME", "");
    variables.put("CATALOG_COLOUR", "red");
    variables.remove("CATALOG_DB_USER");
    variables.put("CLUSTER_BACKUPS", "0");

    refused(
        "catalog",
        variables,
        List.of(),
        "CATALOG_COLOUR is not a setting",
        "catalog.db.user (CATALOG_DB_USER) is not set",
        "cluster: backups must be between 1 and 6");
  }

  @Test
  void databaseThatIsAwayIsNamed() throws Exception {
    Map<String, String> variables = environment.of("catalog");
    variables.put("CATALOG_DB_PORT", "1");
    variables.put("CATALOG_DB_START_TIMEOUT", "1s");

    refused("catalog", variables, List.of(), "127.0.0.1:1/" + variables.get("CATALOG_DB_NAME"));
  }

  @Test
  void brokerThatIsAwayIsNamed() throws Exception {
    Map<String, String> variables = environment.of("catalog");
    variables.put("RABBITMQ_URI", "amqp://someone:secret@127.0.0.1:1");
    variables.put("RABBITMQ_START_TIMEOUT", "1s");

    String output =
        refused("catalog", variables, List.of(), "broker 127.0.0.1:1 could not be used");

    assertThat(output).doesNotContain("secret");
  }

  @Test
  void portInUseIsNamedWithItsSetting() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
      Map<String, String> variables = environment.of("api-gateway");
      variables.put("GATEWAY_PORT", Integer.toString(taken.getLocalPort()));

      refused(
          "api-gateway",
          variables,
          List.of(),
          taken.getLocalPort() + ", gateway.port (GATEWAY_PORT)");
    }
  }

  @Test
  void clusterPortInUseIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> variables = environment.of("api-gateway");
      variables.put("CLUSTER_PORT", Integer.toString(taken.getLocalPort()));
      variables.put("CLUSTER_PORT_COUNT", "1");

      refused(
          "api-gateway", variables, List.of(), "cluster", Integer.toString(taken.getLocalPort()));
    }
  }

  @Test
  void configurationThatCannotBeReadIsNotPassedOver() throws Exception {
    refused(
        "api-gateway",
        environment.of("api-gateway"),
        List.of("-conf", "/does/not/exist.json"),
        "-conf: neither");
  }

  @Test
  void hazelcastFilesAreRefusedInsteadOfIgnored() throws Exception {
    Map<String, String> variables = environment.of("api-gateway");
    variables.put("JAVA_TOOL_OPTIONS", "-Dvertx.hazelcast.config=cluster.xml");

    refused("api-gateway", variables, List.of(), "-Dvertx.hazelcast.config is not read");
  }

  @Test
  void certificatesOfTheBusThatAreOfNoUseAreNamed(@TempDir Path folder) throws Exception {
    CertificateFolder certificates = new CertificateFolder(folder.resolve("certificates"));
    certificates.prepare(Instant.now());
    Map<String, String> variables = environment.of("api-gateway");
    variables.put(
        "CLUSTER_TLS_CERTIFICATE", certificates.certificate(CertificateFolder.NODE).toString());
    variables.put("CLUSTER_TLS_AUTHORITY", certificates.authority().toString());
    refused("api-gateway", variables, List.of(), "cluster.tls: key is not set");

    variables.put("CLUSTER_TLS_KEY", "/does/not/exist");
    refused("api-gateway", variables, List.of(), "CLUSTER_TLS_KEY", "/does/not/exist");

    variables.put("CLUSTER_TLS_KEY", certificates.key(CertificateFolder.NODE).toString());
    variables.put("CLUSTER_TLS_AUTHORITY", Files.writeString(folder.resolve("a"), "").toString());
    refused("api-gateway", variables, List.of(), "CLUSTER_TLS_AUTHORITY", "no certificate");
  }

  @Test
  void otherThreadsThanEventLoopsAreRefused() throws Exception {
    refused("api-gateway", environment.of("api-gateway"), List.of("-worker"), "event loops");
  }

  /** Starts it, expects it to end by itself, saying all of that and no stack trace. */
  private static String refused(
      String service, Map<String, String> variables, List<String> options, String... expected)
      throws InterruptedException {
    String[] words = Stream.concat(Stream.of("-cluster"), options.stream()).toArray(String[]::new);
    try (LaunchedJar jar = LaunchedJar.start(service, variables, words)) {
      assertThat(jar.awaitExit()).as(jar.output()).isEqualTo(1);
      assertThat(jar.output()).contains("does not start").contains(expected);
      assertThat(jar.output()).as("no stack trace").doesNotContain("\tat ");
      return jar.output();
    }
  }

  @Test
  void unknownOptionIsWrongUsage() throws Exception {
    try (LaunchedJar jar = LaunchedJar.start("order", Map.of(), "-no-such-option")) {
      assertThat(jar.awaitExit()).isEqualTo(2);
      assertThat(jar.output()).contains("-no-such-option");
    }
  }

  @Test
  void severalInstancesInOneProcessAllAnswer(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("gateway.json"), "{\"gateway\":{\"port\":0}}");
    Map<String, String> edge = environment.of("api-gateway");
    edge.remove("GATEWAY_PORT");
    try (LaunchedJar gateway =
            LaunchedJar.start("api-gateway", edge, "-cluster", "-conf", file.toString());
        LaunchedJar catalog =
            LaunchedJar.start(
                "catalog", environment.of("catalog"), "-cluster", "-instances", "2")) {
      RunningProcess running = gateway.awaitServing();
      catalog.awaitServing();

      assertThat(running.port()).isPositive();
      assertThat(catalog.management("/ready").body())
          .contains("\"catalog.database\":true")
          .containsPattern("\"catalog-[0-9a-f]+-1\\.database\":true");
      await().atMost(ROUTED).until(() -> gateway.edge("/products").statusCode() == 200);
      for (int i = 0; i < 20; i++) {
        assertThat(gateway.edge("/products?limit=" + (i + 1)).statusCode()).isEqualTo(200);
      }
      assertThat(gateway.management("/metrics").body())
          .contains(series(ScalingMetrics.all().get("api-gateway")));
    }
  }
}
