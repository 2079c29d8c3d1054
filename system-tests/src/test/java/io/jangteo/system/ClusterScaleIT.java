package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
  private static final Duration SHARED_WITHIN = Duration.ofSeconds(2);
  private static final Pattern ANSWERED =
      Pattern.compile(
          "^jangteo_bus_requests_seconds_count\\{.*outcome=\"answered\".*} (\\S+)$",
          Pattern.MULTILINE);

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
    DisturbedReplay market = DisturbedReplay.of(jangteo, folder, ORDERS, 7);
    Process replay = market.startAndGetGoing();

    // When
    assertThat(jangteo.run("scale", "order", "3").exit()).isZero();

    // Then
    double[] before = {answered(1), answered(2), answered(3)};
    await()
        .atMost(SHARED_WITHIN)
        .until(() -> answered(1) > before[0] && answered(2) > before[1] && answered(3) > before[2]);
    assertThat(replay.isAlive()).as("still under load").isTrue();

    // When
    assertThat(jangteo.run("scale", "order", "1").exit()).isZero();

    // Then
    market.assertEndedOnTheNumbers(replay);
    JsonNode result = market.result();
    System.out.println("scaled up and down: failures " + result.path("failures"));
    assertThat(result.path("failedAttempts").asInt()).as(result.toString()).isZero();
  }

  /** Requests that one process has answered so far. */
  private double answered(int order) throws IOException, InterruptedException {
    Path report = jangteo.home().directory().resolve("processes/order-" + order + ".json");
    int port = Json.LENIENT.readTree(Files.readAllBytes(report)).path("managementPort").asInt();
    HttpRequest metrics =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
    return ANSWERED
        .matcher(http.send(metrics, BodyHandlers.ofString()).body())
        .results()
        .mapToDouble(match -> Double.parseDouble(match.group(1)))
        .sum();
  }
}
