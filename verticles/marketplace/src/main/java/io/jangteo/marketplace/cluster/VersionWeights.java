package io.jangteo.marketplace.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.marketplace.client.Answer;
import io.jangteo.marketplace.client.GatewayClient;
import io.jangteo.marketplace.client.Session;
import io.jangteo.marketplace.home.Credentials;
import io.jangteo.marketplace.home.Home;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What share of a service's calls goes to which version, as the gateways of a cluster hold it. */
final class VersionWeights {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final long POLL_MILLIS = 50;

  private final List<URI> gateways;
  private final GatewayClient any;
  private final Session operator;
  private final String service;

  /**
   * @param gateways those that live
   */
  VersionWeights(Home home, List<URI> gateways, ServiceKind service) throws IOException {
    this.gateways = List.copyOf(gateways);
    this.any = new GatewayClient(gateways, PATIENCE);
    this.operator = new Session(any, Credentials.load(home).operator());
    this.service = service.title();
  }

  /** Returns when every gateway goes by them. */
  void set(Map<String, Integer> weights) throws IOException, InterruptedException {
    require(any.call("PUT", path(), weights, operator.authorization()));
    await(weights);
  }

  /** Returns when all instances are equal again for every gateway. */
  void clear() throws IOException, InterruptedException {
    require(any.call("DELETE", path(), null, operator.authorization()));
    await(Map.of());
  }

  private String path() {
    return "/admin/routes/" + service + "/weights";
  }

  private void await(Map<String, Integer> weights) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (URI each : gateways) {
      GatewayClient gateway = new GatewayClient(each, PATIENCE);
      while (!current(gateway).equals(weights)) {
        if (System.nanoTime() > deadline) {
          throw new IOException(each + " does not go by the weights " + weights);
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    }
  }

  private Map<String, Integer> current(GatewayClient gateway)
      throws IOException, InterruptedException {
    JsonNode body =
        require(
                gateway.call(
                    "GET", "/admin/instances?service=" + service, null, operator.authorization()))
            .body();
    Map<String, Integer> found = new HashMap<>();
    body.path("services")
        .path(service)
        .path("weights")
        .properties()
        .forEach(entry -> found.put(entry.getKey(), entry.getValue().asInt()));
    return found;
  }

  private static Answer require(Answer answer) throws IOException {
    if (!answer.isSuccess()) {
      throw new IOException("the gateway refused: " + answer.summary());
    }
    return answer;
  }
}
