package io.jangteo.marketplace.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jangteo.runtime.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Asks processes whether they are ready, any number at once; never fails, never takes long. */
public final class Readiness {
  private static final Duration DEADLINE = Duration.ofSeconds(3);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(DEADLINE).build();

  /**
   * What one said.
   *
   * @param checks what its parts say; missing when it did not answer
   */
  public record Answer(boolean ready, JsonNode checks) {
    static final Answer NONE = new Answer(false, MissingNode.getInstance());
  }

  /** Port 0 is a process that does not serve yet. */
  public CompletableFuture<Answer> ask(int managementPort) {
    if (managementPort <= 0) {
      return CompletableFuture.completedFuture(Answer.NONE);
    }
    URI uri = URI.create("http://127.0.0.1:" + managementPort + "/ready");
    return http.sendAsync(
            HttpRequest.newBuilder(uri).timeout(DEADLINE).build(), BodyHandlers.ofString())
        .thenApply(Readiness::answer)
        .exceptionally(error -> Answer.NONE);
  }

  /** Whether that process serves and says that it is ready. */
  public boolean isReady(Optional<ExpectedProcess> process) {
    return process
        .filter(ExpectedProcess::isAlive)
        .map(found -> ask(found.managementPort()).join().ready())
        .orElse(false);
  }

  private static Answer answer(HttpResponse<String> response) {
    try {
      JsonNode checks = Json.LENIENT.readTree(response.body()).path("checks");
      return new Answer(response.statusCode() == 200, checks);
    } catch (JsonProcessingException e) {
      return Answer.NONE;
    }
  }
}
