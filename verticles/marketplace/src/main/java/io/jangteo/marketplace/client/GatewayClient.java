package io.jangteo.marketplace.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Speaks REST to a gateway, one blocking call per thread. Calls that may be repeated are repeated
 * while the gateway is away or asks to wait, up to a patience.
 */
public final class GatewayClient {
  private static final Set<Integer> WORTH_WAITING = Set.of(429, 502, 503, 504);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(40);
  private static final long LONGEST_PAUSE_MS = 2_000;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .build();
  private final URI gateway;
  private final Duration patience;

  /** When the gateway was first found away; null while it answers. */
  private final AtomicReference<Long> away = new AtomicReference<>();

  /**
   * @param patience how long to keep trying when the gateway is away
   */
  public GatewayClient(URI gateway, Duration patience) {
    this.gateway = gateway;
    this.patience = patience;
  }

  /**
   * One call, tried again while it makes sense; use it only for what may be repeated.
   *
   * @param body null for none
   * @throws IOException when the gateway stayed away for the whole patience
   */
  public Answer call(String method, String path, Object body, Map<String, String> headers)
      throws IOException, InterruptedException {
    for (int attempt = 0; ; attempt++) {
      try {
        Answer answer = once(method, path, body, headers);
        if (!WORTH_WAITING.contains(answer.status())) {
          away.set(null);
          return answer;
        }
        if (isAwayForLong()) {
          return answer;
        }
      } catch (IOException e) {
        if (isAwayForLong()) {
          throw new IOException(gateway + " cannot be reached: " + e.getMessage(), e);
        }
      }
      pause(attempt);
    }
  }

  /** Counted over all threads from the first call that failed since one succeeded. */
  private boolean isAwayForLong() {
    Long since = away.updateAndGet(known -> known == null ? (Long) System.nanoTime() : known);
    return System.nanoTime() - since > patience.toNanos();
  }

  /** One call, never repeated. */
  public Answer once(String method, String path, Object body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        http.send(request(method, path, body, headers), BodyHandlers.ofByteArray());
    return new Answer(response.statusCode(), parse(response.body()));
  }

  /** Lines of a server-sent event stream, until the server ends it. */
  public Stream<String> stream(String path, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpResponse<Stream<String>> response =
        http.send(request("GET", path, null, headers), BodyHandlers.ofLines());
    if (response.statusCode() != 200) {
      throw new IOException("GET " + path + " answered " + response.statusCode());
    }
    return response.body();
  }

  private HttpRequest request(
      String method, String path, Object body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.resolve(path)).timeout(CALL_TIMEOUT);
    headers.forEach(request::header);
    if (body == null) {
      return request.method(method, BodyPublishers.noBody()).build();
    }
    request.header("Content-Type", "application/json");
    return request.method(method, BodyPublishers.ofByteArray(Json.encode(body).getBytes())).build();
  }

  private static JsonNode parse(byte[] body) throws IOException {
    try {
      return body.length == 0 ? MissingNode.getInstance() : Json.LENIENT.readTree(body);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private static void pause(int attempt) throws InterruptedException {
    long bound = Math.min(LONGEST_PAUSE_MS, 50L << Math.min(attempt, 10));
    TimeUnit.MILLISECONDS.sleep(bound / 2 + ThreadLocalRandom.current().nextLong(bound));
  }
}
