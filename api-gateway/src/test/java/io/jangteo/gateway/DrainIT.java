package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import java.net.URI;
import java.net.http.HttpRequest;
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

  @Test
  void whoAsksAStoppingGatewayIsToldToGoElsewhere() {
    try (RunningGateway gateway =
        RunningGateway.withMarket(new Market(), Map.of("gateway.drainNotice", "10s"))) {
      int port = gateway.port();
      assertThat(gateway.get("/things").headers().firstValue("connection")).isEmpty();

      Future<Void> stopped = gateway.beginUndeploy();
      await().until(() -> gateway.port() == 0);

      // The client's connection is still open; the gateway waits for it.
      HttpResponse<String> last =
          gateway.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/things")).GET());
      assertThat(last.statusCode()).isEqualTo(200);
      assertThat(last.headers().firstValue("connection")).contains("close");
      RunningGateway.await(stopped.timeout(5, TimeUnit.SECONDS));
      assertThat(gateway.isListening(port)).isFalse();
    }
  }
}
