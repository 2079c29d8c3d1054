package io.jangteo.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Speaks to the sandbox as a stranger would: over HTTP. */
final class SandboxClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final String base;
  private final String apiKey;

  SandboxClient(int port, String apiKey) {
    this.base = "http://127.0.0.1:" + port;
    this.apiKey = apiKey;
  }

  record Answer(int status, JsonNode body) {
    String text(String field) {
      return body.path(field).asText();
    }
  }

  Answer authorize(String key, long amount, String token) {
    return post("/v1/authorizations", key, authorization(amount, token));
  }

  static String authorization(long amount, String token) {
    return "{\"amountMinor\":%d,\"currency\":\"GBP\",\"cardToken\":\"%s\"}"
        .formatted(amount, token);
  }

  Answer capture(String key, String authorization, long amount) {
    return post("/v1/authorizations/" + authorization + "/captures", key, amount(amount));
  }

  Answer refund(String key, String capture, long amount) {
    return post("/v1/captures/" + capture + "/refunds", key, amount(amount));
  }

  Answer voidHold(String key, String authorization) {
    return post("/v1/authorizations/" + authorization + "/void", key, "");
  }

  Answer block(String key) {
    return post("/v1/operations/block", null, "{\"key\":\"" + key + "\"}");
  }

  Answer find(String key) {
    return send(request("/v1/operations?key=" + key).GET());
  }

  Answer post(String path, String key, String body) {
    return send(postRequest(path, key, body));
  }

  CompletableFuture<Answer> postLater(String path, String key, String body) {
    return client
        .sendAsync(postRequest(path, key, body).build(), BodyHandlers.ofString())
        .thenApply(SandboxClient::answer);
  }

  Answer send(HttpRequest.Builder request) {
    try {
      return answer(client.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      return new Answer(0, JSON.createObjectNode());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(Duration.ofSeconds(20))
        .header("Authorization", "Bearer " + apiKey);
  }

  private HttpRequest.Builder postRequest(String path, String key, String body) {
    HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body));
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    return body.isEmpty() ? request : request.header("Content-Type", "application/json");
  }

  private static String amount(long amount) {
    return "{\"amountMinor\":" + amount + "}";
  }

  private static Answer answer(HttpResponse<String> response) {
    try {
      JsonNode body =
          response.body().startsWith("{")
              ? JSON.readTree(response.body())
              : JSON.createObjectNode();
      return new Answer(response.statusCode(), body);
    } catch (IOException e) {
      throw new AssertionError(response.body(), e);
    }
  }
}
