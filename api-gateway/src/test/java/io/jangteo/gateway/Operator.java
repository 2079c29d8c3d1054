package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;

/** Somebody who uses /admin of a gateway. */
final class Operator {
  final UUID id = UUID.randomUUID();
  private final RunningGateway gateway;
  private final String role;

  Operator(RunningGateway gateway) {
    this(gateway, "operator");
  }

  /** Somebody who would like to. */
  Operator(RunningGateway gateway, String role) {
    this.gateway = gateway;
    this.role = role;
  }

  HttpRequest.Builder request(String path) {
    return gateway
        .request(path)
        .header("Authorization", "Bearer " + gateway.mint.token(id, role))
        .header("Content-Type", "application/json");
  }

  HttpResponse<String> send(String method, String path, String body) {
    return gateway.send(
        request(path)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
  }

  JsonNode get(String path) {
    return good(send("GET", path, ""));
  }

  JsonNode put(String path, String body) {
    return good(send("PUT", path, body));
  }

  JsonNode delete(String path) {
    return good(send("DELETE", path, ""));
  }

  private static JsonNode good(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return RunningGateway.json(response);
  }
}
