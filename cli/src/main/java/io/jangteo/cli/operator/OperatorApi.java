package io.jangteo.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.cli.HomeOption;
import io.jangteo.marketplace.client.Answer;
import io.jangteo.marketplace.client.GatewayClient;
import io.jangteo.marketplace.client.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What the market offers operators, asked for as the operator of the first start. */
final class OperatorApi {
  private static final String PARKED = "/parked-messages";

  private final GatewayClient gateway;
  private final Session session;

  private OperatorApi(GatewayClient gateway, Session session) {
    this.gateway = gateway;
    this.session = session;
  }

  /**
   * @throws IOException saying what to do when nothing runs
   */
  static OperatorApi of(HomeOption home) throws IOException {
    GatewayClient gateway = new GatewayClient(home.running().gateways(), Duration.ofSeconds(10));
    return new OperatorApi(gateway, new Session(gateway, home.credentials().account("operator")));
  }

  /** The services that run and put messages aside, found in what the gateway says of them. */
  List<String> services() throws IOException, InterruptedException {
    return services(get("/openapi.json"));
  }

  /** For fields of a body that an option may leave out. */
  static void putUnlessNull(Map<String, Object> body, String name, Object value) {
    if (value != null) {
      body.put(name, value);
    }
  }

  static List<String> services(JsonNode openapi) {
    TreeSet<String> services = new TreeSet<>();
    openapi
        .path("paths")
        .fieldNames()
        .forEachRemaining(
            path -> {
              if (path.endsWith(PARKED)
                  && path.indexOf('/', 1) == path.length() - PARKED.length()) {
                services.add(path.substring(1, path.length() - PARKED.length()));
              }
            });
    return List.copyOf(services);
  }

  /**
   * That service, or all where none is named.
   *
   * @throws IOException when it is not there
   */
  List<String> services(String only) throws IOException, InterruptedException {
    List<String> all = services();
    if (only == null) {
      return all;
    }
    if (!all.contains(only)) {
      throw new IOException(only + " is not running or puts no messages aside; there are " + all);
    }
    return List.of(only);
  }

  /** The service that has put that message aside. */
  String ownerOf(String messageId, String only) throws IOException, InterruptedException {
    for (String service : services(only)) {
      Answer answer =
          gateway.call(
              "GET", "/" + service + PARKED + "/" + messageId, null, session.authorization());
      if (answer.isSuccess()) {
        return service;
      }
      if (answer.status() != 404) {
        throw new IOException(service + ": " + answer.summary());
      }
    }
    throw new IOException("no service has put a message " + messageId + " aside");
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return body(gateway.call("GET", path, null, session.authorization()));
  }

  /** Reaches one gateway once. */
  JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
    return body(gateway.once("POST", path, body, session.authorization()));
  }

  private static JsonNode body(Answer answer) throws IOException {
    if (!answer.isSuccess()) {
      throw new IOException(answer.summary());
    }
    return answer.body();
  }
}
