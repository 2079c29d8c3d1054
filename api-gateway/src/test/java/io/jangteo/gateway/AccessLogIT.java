package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogIT {
  private static final UUID ANN = UUID.fromString("00000000-0000-7000-8000-0000000000aa");

  @TempDir private Path folder;

  @Test
  void everyAnswerLeavesOneLineWithoutWhatIsNobodysBusiness() throws IOException {
    Path file = folder.resolve("access.log");
    try (RunningGateway gateway =
        RunningGateway.withMarket(
            new Market(),
            Map.of(
                "gateway.accessLog.format", "json", "gateway.accessLog.file", file.toString()))) {
      String token = gateway.mint.token(ANN, "customer");
      gateway.send(
          gateway
              .request("/things?q=secret")
              .header("X-Request-Id", "of-ann")
              .header("Authorization", "Bearer " + token)
              .GET());
      gateway.send(
          gateway
              .request("/things/mine")
              .header("X-Request-Id", "mine")
              .header("Authorization", "Bearer " + token)
              .GET());
      gateway.send(gateway.request("/secret/path").header("X-Request-Id", "nowhere").GET());
      gateway.send(gateway.request("/openapi.json").header("X-Request-Id", "page").GET());
      await().until(() -> lines(file).stream().anyMatch(line -> line.contains("\"page\"")));

      JsonNode things = line(file, "of-ann");
      assertThat(things.path("method").asText()).isEqualTo("GET");
      assertThat(things.path("route").asText()).isEqualTo("/things");
      assertThat(things.path("status").asInt()).isEqualTo(200);
      assertThat(things.path("bytes").asInt()).isPositive();
      assertThat(things.path("durationMs").asDouble()).isPositive();
      assertThat(things.path("traceId").asText()).hasSize(32);
      assertThat(things.path("service").asText()).isEqualTo("market");
      assertThat(things.path("instance").asText()).isEqualTo("t1");
      assertThat(things.path("client").asText()).isEqualTo("127.0.0.1");
      assertThat(line(file, "mine").path("subject").asText()).isEqualTo(ANN.toString());
      assertThat(line(file, "nowhere").path("route").asText()).isEqualTo("none");
      assertThat(line(file, "nowhere").path("status").asInt()).isEqualTo(404);
      assertThat(line(file, "page").path("route").asText()).isEqualTo("/openapi.json");
      assertThat(Files.readString(file)).doesNotContain("secret", token, "Bearer");
    }
  }

  @Test
  void whatAStoppingGatewayHasAnsweredIsWritten() throws IOException {
    Path file = folder.resolve("access.log");
    try (RunningGateway gateway =
        RunningGateway.withMarket(
            new Market(),
            Map.of(
                "gateway.accessLog.format", "common", "gateway.accessLog.file", file.toString()))) {
      for (int i = 0; i < 200; i++) {
        gateway.get("/things?limit=7");
      }
      gateway.undeploy();

      assertThat(lines(file).stream().filter(line -> line.contains("\"GET /things HTTP/1.1\" 200")))
          .hasSizeGreaterThanOrEqualTo(200);
    }
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file);
  }

  private static JsonNode line(Path file, String requestId) throws IOException {
    List<JsonNode> found =
        lines(file).stream()
            .map(RunningGateway::json)
            .filter(line -> line.path("requestId").asText().equals(requestId))
            .toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }
}
