package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DrainIT {
  @Test
  void anOpenRequestIsAnsweredAndNoNewOneIsTaken() {
    AtomicBoolean called = new AtomicBoolean();
    try (RunningGateway gateway = new RunningGateway(Map.of())) {
      gateway.serve(
          "keyring",
          Map.of(
              "getKeys",
              request -> {
                called.set(true);
                return gateway
                    .vertx
                    .timer(700, TimeUnit.MILLISECONDS)
                    .map(Market.ok(gateway.mint.keySet()));
              }));
      await().until(called::get);
      called.set(false);
      CompletableFuture<HttpResponse<String>> open =
          CompletableFuture.supplyAsync(() -> gateway.get("/.well-known/jwks.json"));
      await().until(called::get);
      int port = gateway.port();

      Future<Void> stopped = gateway.beginUndeploy();

      assertThat(open.orTimeout(5, TimeUnit.SECONDS).join().statusCode()).isEqualTo(200);
      RunningGateway.await(stopped);
      assertThat(gateway.isListening(port)).isFalse();
      assertThat(gateway.health.report()).doesNotContainKey("gateway.listening");
    }
  }
}
