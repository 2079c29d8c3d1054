package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.bus.BusHandler;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the gateway tells services of callers, over HTTP and the bus. */
class CallersIT {
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final RunningGateway gateway = RunningGateway.withMarket(new Market());

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void oneWordIsUsedForManyRequests() {
    listenAs("market");
    String token = gateway.mint.token(UUID.randomUUID(), "customer");

    for (int i = 0; i < 20; i++) {
      assertThat(mine(token)).isEqualTo(200);
    }

    assertThat(new HashSet<>(said)).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void nothingThatTheClientSaysOfItselfIsPassedOn() {
    listenAs("market");
    String token = gateway.mint.token(UUID.randomUUID(), "customer");

    assertThat(mine(token, "assertion", "forged", "principal", "forged")).isEqualTo(200);
    assertThat(gateway.send(gateway.request("/things").header("assertion", "x").GET()).statusCode())
        .isEqualTo(200);

    assertThat(said).hasSize(1).doesNotContain("forged", "x");
  }

  @Test
  void aGatewayThatHasStoppedIsForgotten() {
    assertThat(gateway.directory.instances()).extracting("service").contains("api-gateway");

    gateway.undeploy();

    assertThat(gateway.directory.instances()).extracting("service").doesNotContain("api-gateway");
  }

  @Test
  void theGatewayIsNoServiceOfItsOwnContract() {
    assertThat(gateway.get("/openapi.json").body()).doesNotContain("api-gateway", "caller-keys");
  }

  /** In place of the market that believes what it is told. */
  private void listenAs(String service) {
    gateway.kill(service);
    BusHandler listening =
        request -> {
          request.header(BusHeaders.ASSERTION).ifPresent(said::add);
          return Future.succeededFuture(BusReply.ok(Map.of()));
        };
    Map<String, BusHandler> handlers = new HashMap<>(new Market().handlers());
    Set.copyOf(handlers.keySet()).forEach(action -> handlers.put(action, listening));
    gateway.start(service, handlers);
  }

  private int mine(String token, String... headers) {
    var request = gateway.request("/things/mine").header("Authorization", "Bearer " + token);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return gateway.send(request.GET()).statusCode();
  }
}
