package io.jangteo.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.BusClient;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.bus.BusService;
import io.jangteo.bus.Principal;
import io.jangteo.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;

/** Calls one deployed instance of a service over the bus, as the gateway does. */
public final class ServiceCaller {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final BusClient client;
  private final String service;
  private final String address;

  public ServiceCaller(Vertx vertx, String service, String instanceId) {
    this.client = new BusClient(vertx);
    this.service = service;
    this.address = BusService.directAddress(service, instanceId);
  }

  /** Calls as nobody, with no more than a body. */
  public Answer call(String action, String body) {
    return call(action, null, Map.of(), body);
  }

  /**
   * Calls and waits for the answer.
   *
   * @param caller null for nobody
   * @param headers such as {@code path.sku} or {@code if-match}
   */
  public Answer call(String action, Principal caller, Map<String, String> headers, String body) {
    return Await.success(send(action, caller, headers, body));
  }

  /** The same without waiting. */
  public Future<Answer> send(
      String action, Principal caller, Map<String, String> headers, String body) {
    MultiMap metadata = MultiMap.caseInsensitiveMultiMap().addAll(headers);
    if (caller != null) {
      metadata.set(BusHeaders.ASSERTION, TestGateway.assertion(caller, service));
    }
    return client
        .exchange(address, action, metadata, Buffer.buffer(body), DEADLINE)
        .map(Answer::new);
  }

  /** A reply as a test reads it. */
  public record Answer(BusReply reply) {
    public int status() {
      return reply.status();
    }

    /** Null when there is none of that name. */
    public String header(String name) {
      return reply.headers().get(name);
    }

    public JsonNode json() {
      return Json.decode(reply.body().toString(), JsonNode.class);
    }

    /** A field of the document; empty when there is none. */
    public String text(String field) {
      return json().path(field).asText();
    }

    /** The first field at fault of a problem; empty when there is none. */
    public String fault() {
      return json().path("errors").path(0).path("field").asText();
    }
  }
}
