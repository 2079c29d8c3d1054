package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.marketplace.certificates.CertificateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway and a service whose certificates are replaced while clients ask: nothing fails, and who
 * joins after each step is taken and takes the others.
 */
class BusTlsRotationIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofDays(2);
  private static final Duration LONG = Duration.ofDays(90);
  private static final String NODE = "node";
  private static final String REPLACED = "certificates of the event bus replaced";
  private static final String SERVED = "jangteo_bus_requests_seconds_count";
  private static final String KEPT = "certificates of the event bus not replaced";

  @TempDir private Path temporary;
  private final ServiceEnvironment environment = new ServiceEnvironment();
  private final List<LaunchedJar> jars = new ArrayList<>();
  private final int busPort = BusNodes.freePort();
  private Map<String, String> catalogVariables;
  private CertificateFolder folder;
  private LaunchedJar gateway;
  private LaunchedJar catalog;

  @BeforeEach
  void start() throws Exception {
    folder = new CertificateFolder(temporary.resolve("certificates"));
    folder.createIfMissing(Instant.now());
    folder.issue(NODE, Instant.now(), SHORT);
    catalogVariables = secured(environment.of("catalog"));
    gateway = start("api-gateway", secured(environment.of("api-gateway")));
    Map<String, String> first = new HashMap<>(catalogVariables);
    first.put("CLUSTER_BUS_PORT", Integer.toString(busPort));
    catalog = start("catalog", first);
    gateway.awaitServing();
    catalog.awaitServing();
    await().atMost(SOON).until(() -> gateway.edge("/products").statusCode() == 200);
  }

  @AfterEach
  void stop() {
    jars.forEach(LaunchedJar::close);
  }

  private Map<String, String> secured(Map<String, String> variables) {
    variables.put("CLUSTER_TLS_CERTIFICATE", folder.certificate(NODE).toString());
    variables.put("CLUSTER_TLS_KEY", folder.key(NODE).toString());
    variables.put("CLUSTER_TLS_AUTHORITY", folder.authority().toString());
    variables.put("CLUSTER_TLS_RELOAD_EVERY", "300ms");
    return variables;
  }

  private LaunchedJar start(String service, Map<String, String> variables) {
    LaunchedJar jar = LaunchedJar.start(service, variables, "-cluster");
    jars.add(jar);
    return jar;
  }

  @Test
  void certificatesAndThenTheWholeAuthorityAreReplacedAndNoRequestFails() throws Exception {
    var former = folder.trusted().get(0);
    byte[] formerKey = Files.readAllBytes(folder.key(NODE));
    assertThat(expiry(catalog)).isBetween(0.0, (double) SHORT.toSeconds());
    try (SteadyRequests requests = new SteadyRequests(gateway)) {
      after("renewal", () -> folder.issue(NODE, Instant.now(), LONG));
      assertThat(expiry(catalog)).isGreaterThan(SHORT.toSeconds());
      after("both authorities", () -> folder.addAuthority(Instant.now()));
      after("certificates of the new one", () -> folder.issue(NODE, Instant.now(), LONG));
      after("the former one gone", folder::dropFormerAuthorities);

      requests.awaitMore(200);
      System.out.printf(
          "rotation: %d answered, failed: %s%n", requests.answered(), requests.failures());
      assertThat(requests.failures()).isEmpty();
    }
    assertThat(folder.trusted()).doesNotContain(former);
    assertThat(Files.readAllBytes(folder.key(NODE))).isNotEqualTo(formerKey);
  }

  private interface Change {
    void make() throws IOException;
  }

  /**
   * Replaces files, waits until both processes have taken them, and lets a third join and serve.
   */
  private void after(String step, Change change) throws Exception {
    int before = replacements(gateway);
    change.make();
    for (LaunchedJar jar : List.of(gateway, catalog)) {
      await().atMost(SOON).until(() -> replacements(jar) == before + 1);
    }
    LaunchedJar third = start("catalog", catalogVariables);
    third.awaitServing();
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(third.metric(SERVED)).as(step + third.output()).isGreaterThan(20));
    third.terminate();
    assertThat(third.awaitExit()).as(third.output()).isZero();
  }

  private static int replacements(LaunchedJar jar) {
    return jar.output().split(REPLACED, -1).length - 1;
  }

  private static double expiry(LaunchedJar jar) throws IOException, InterruptedException {
    return jar.metric("jangteo_cluster_tls_expiry");
  }

  @Test
  void whatHasBeenReplacedIsTakenNoLonger() throws Exception {
    byte[] message = {0, 0, 0, 1};
    var former = new CertificateFolder(temporary.resolve("former"));
    Files.createDirectories(former.directory());
    for (Path file : List.of(folder.authority(), folder.certificate(NODE), folder.key(NODE))) {
      Files.copy(file, former.directory().resolve(file.getFileName()));
    }
    try (var known = BusWire.secured(busPort, folder, former)) {
      known.startHandshake();
      assertThat(BusWire.isOpen(known)).isTrue();
    }

    int before = replacements(catalog);
    folder.addAuthority(Instant.now());
    folder.issue(NODE, Instant.now(), LONG);
    folder.dropFormerAuthorities();
    await().atMost(SOON).until(() -> replacements(catalog) > before && isServed(folder));

    try (var stale = BusWire.secured(busPort, folder, former)) {
      assertThat(BusWire.isCutOff(stale, message)).isTrue();
    }
  }

  /** Whether the catalogue shows a certificate of that folder's issuer, and takes one. */
  private boolean isServed(CertificateFolder by) {
    try (var probe = BusWire.secured(busPort, by, by)) {
      probe.startHandshake();
      return BusWire.isOpen(probe);
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void filesThatDoNotFitAreSaidOnceAndChangeNothing() throws Exception {
    double before = expiry(catalog);
    byte[] key = Files.readAllBytes(folder.key(NODE));
    CertificateFolder other = new CertificateFolder(temporary.resolve("other"));
    other.createIfMissing(Instant.now());
    other.issue(NODE, Instant.now(), LONG);

    Files.copy(
        other.key(NODE), folder.key(NODE), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    awaitKept(1, "CLUSTER_TLS_KEY");
    Files.copy(
        other.certificate(NODE),
        folder.certificate(NODE),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    awaitKept(2, "CLUSTER_TLS_CERTIFICATE");
    Files.writeString(folder.authority(), "nothing");
    awaitKept(3, "CLUSTER_TLS_AUTHORITY");

    assertThat(replacements(catalog)).isZero();
    assertThat(expiry(catalog)).isBetween(before - 60, before);
    assertThat(Files.readAllBytes(folder.key(NODE))).isNotEqualTo(key);
    assertThat(gateway.edge("/products?q=still").statusCode()).isEqualTo(200);
  }

  private void awaitKept(int times, String named) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(catalog.output().split(KEPT, -1)).hasSize(times + 1);
              assertThat(catalog.output()).contains(named);
            });
  }
}
