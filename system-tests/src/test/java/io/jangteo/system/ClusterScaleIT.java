package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More and fewer processes of a service while it works. */
@Tag("alone")
class ClusterScaleIT {
  private static final int ORDERS = 1_500;
  private static final int PROCESSES = 3;
  private static final Duration SHARED_WITHIN = Duration.ofSeconds(2);
  private static final Duration DIVIDED_WITHIN = Duration.ofSeconds(20);
  private static final String ANSWERED =
      "jangteo_bus_requests_seconds_count\\{.*outcome=\"answered\".*}";
  private static final String PUBLISHED = "jangteo_outbox_published_total\\{.*}";
  private static final String CONSUMED = "jangteo_inbox_processed_total\\{.*}";
  private static final String PARTITIONS = "jangteo_partitions_owned\\{.*}";

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path folder;
  private CommandLine jangteo;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    jangteo = new CommandLine(folder, Map.of());
    jangteo.startCluster();
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    jangteo.run("down", "--wipe");
  }

  @Test
  void newProcessesShareTheWorkAtOnceAndNothingIsOutOfOrder() throws Exception {
    // Given
    DisturbedReplay market = DisturbedReplay.of(jangteo, folder, ORDERS, 7).gently();
    Process replay = market.startAndGetGoing();

    // When
    assertThat(jangteo.run("scale", "order", "3").exit()).isZero();

    // Then
    awaitAllDo(ANSWERED, SHARED_WITHIN);
    long begun = System.nanoTime();
    await()
        .atMost(DIVIDED_WITHIN)
        .untilAsserted(() -> assertThat(read(PARTITIONS)).containsExactlyInAnyOrder(2.0, 3.0, 3.0));
    System.out.printf(
        Locale.ROOT,
        "partitions divided by three after %.1f s%n",
        (System.nanoTime() - begun) / 1e9);
    awaitAllDo(CONSUMED, DIVIDED_WITHIN);
    awaitAllDo(PUBLISHED, DIVIDED_WITHIN);
    assertThat(replay.isAlive()).as("still under load").isTrue();

    // When
    assertThat(jangteo.run("scale", "order", "1").exit()).isZero();

    // Then
    market.assertEndedOnTheNumbers(replay);
    market.assertNothingWasRefused();
  }

  /** Each of the three has counted something more. */
  private void awaitAllDo(String counter, Duration within) throws Exception {
    double[] before = read(counter);
    await()
        .atMost(within)
        .untilAsserted(
            () -> {
              double[] now = read(counter);
              for (int i = 0; i < now.length; i++) {
                assertThat(now[i]).as("%s of order %d", counter, i + 1).isGreaterThan(before[i]);
              }
            });
  }

  /** What each of the three has for {@code metric}, all its lines together. */
  private double[] read(String metric) throws IOException, InterruptedException {
    double[] values = new double[PROCESSES];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          Pattern.compile("^" + metric + " (\\S+)$", Pattern.MULTILINE)
              .matcher(metrics(i + 1))
              .results()
              .mapToDouble(match -> Double.parseDouble(match.group(1)))
              .sum();
    }
    return values;
  }

  private String metrics(int order) throws IOException, InterruptedException {
    Path report = jangteo.home().directory().resolve("processes/order-" + order + ".json");
    int port = Json.LENIENT.readTree(Files.readAllBytes(report)).path("managementPort").asInt();
    HttpRequest metrics =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
    return http.send(metrics, BodyHandlers.ofString()).body();
  }
}
