package io.jangteo.loadtest.marketplace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
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
import java.util.concurrent.TimeUnit;

/** Blocking calls outside the measured part: what is prepared before it, and kept up beside it. */
final class Gateway {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<Integer> WORTH_REPEATING = Set.of(429, 502, 503, 504);
  private static final int ATTEMPTS = 10;
  private static final long PAUSE_MILLIS = 300;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .build();
  private final URI address;

  Gateway(URI address) {
    this.address = address;
  }

  /** What was answered; the body is a missing node where it is no JSON. */
  record Answer(int status, JsonNode body) {
    boolean isSuccess() {
      return status / 100 == 2;
    }
  }

  /**
   * One call, repeated while the gateway is away; so only for what may be repeated.
   *
   * @param body null for none
   */
  Answer call(String method, String path, Object body, Map<String, String> headers)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        Answer answer = once(method, path, body, headers);
        if (!WORTH_REPEATING.contains(answer.status()) || attempt == ATTEMPTS) {
          return answer;
        }
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw new IOException(address + " cannot be reached: " + e.getMessage(), e);
        }
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS * attempt);
    }
  }

  private Answer once(String method, String path, Object body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(20));
    headers.forEach(request::header);
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    HttpRequest.BodyPublisher content =
        body == null
            ? BodyPublishers.noBody()
            : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
    HttpResponse<byte[]> response =
        http.send(request.method(method, content).build(), BodyHandlers.ofByteArray());
    return new Answer(response.statusCode(), parse(response.body()));
  }

  private static JsonNode parse(byte[] body) throws IOException {
    try {
      return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
