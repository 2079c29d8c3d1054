package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Delays and aborts on purpose, over real HTTP. */
class FaultsIT {
  private static final Shop SHOP = new Shop();
  private static RunningGateway gateway;
  private static Operator operator;

  @BeforeAll
  static void start() {
    gateway = RunningGateway.withMarket(new Market());
    operator = new Operator(gateway);
    gateway.serve("shop", SHOP.handlers());
    SHOP.prices.put("A", "10");
    await().until(() -> gateway.get("/goods/A").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @AfterEach
  void clear() {
    operator.delete("/admin/faults");
    assertThat(operator.get("/admin/faults").path("faults")).isEmpty();
    assertThat(gateway.get("/goods/A").statusCode()).isEqualTo(200);
  }

  private static void fault(String what) {
    operator.put("/admin/faults", "{\"service\":\"shop\"," + what + "}");
  }

  private static HttpResponse<String> good(String probe) {
    HttpRequest.Builder request = gateway.request("/goods/A").GET();
    return gateway.send(probe == null ? request : request.header("X-Probe", probe));
  }

  @Test
  void theStatedShareIsAbortedAndOnlyOfRequestsWithTheHeader() {
    fault(
        "\"abortStatus\":503,\"percentage\":30,\"seconds\":60,"
            + "\"header\":{\"name\":\"X-Probe\",\"value\":\"yes\"}");

    int aborted = 0;
    for (int i = 0; i < 400; i++) {
      aborted += good("yes").statusCode() == 503 ? 1 : 0;
    }

    // 120 are expected; five standard deviations are 46.
    assertThat(aborted).isBetween(74, 166);
    for (int i = 0; i < 30; i++) {
      assertThat(good(null).statusCode()).isEqualTo(200);
      assertThat(good("no").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void anAbortSaysThatItWasOnPurposeAndConcernsNoOtherOperation() {
    fault("\"operation\":\"getGood\",\"abortStatus\":502,\"percentage\":100,\"seconds\":60");

    HttpResponse<String> response = good(null);

    assertThat(response.statusCode()).isEqualTo(502);
    assertThat(response.headers().firstValue("x-jangteo-fault")).contains("abort");
    assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(gateway.get("/goods").statusCode()).isEqualTo(200);
    assertThat(gateway.get("/things").statusCode()).isEqualTo(200);
  }

  @Test
  void aDelayHoldsTheRequestBackAndThenItIsAnswered() {
    fault("\"delayMs\":300,\"percentage\":100,\"seconds\":60");
    long started = System.nanoTime();

    HttpResponse<String> response = good(null);

    assertThat((System.nanoTime() - started) / 1_000_000).isGreaterThanOrEqualTo(295);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("x-jangteo-fault")).contains("delay");
  }

  @Test
  void nothingIsHitAtZeroPercent() {
    fault("\"abortStatus\":500,\"percentage\":0,\"seconds\":60");

    for (int i = 0; i < 50; i++) {
      assertThat(good(null).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aFaultEndsByItself() {
    fault("\"abortStatus\":503,\"percentage\":100,\"seconds\":1");
    assertThat(good(null).statusCode()).isEqualTo(503);

    await().until(() -> good(null).statusCode() == 200);
    assertThat(operator.get("/admin/faults").path("faults")).isEmpty();
  }

  @Test
  void aSecondFaultOfTheSameOperationReplacesTheFirstAndOneCanBeEndedAlone() {
    fault("\"operation\":\"getGood\",\"abortStatus\":502,\"percentage\":100,\"seconds\":60");
    fault("\"operation\":\"getGood\",\"abortStatus\":504,\"percentage\":100,\"seconds\":60");
    fault("\"operation\":\"listGoods\",\"abortStatus\":502,\"percentage\":100,\"seconds\":60");

    JsonNode faults = operator.get("/admin/faults").path("faults");
    assertThat(faults).hasSize(2);
    assertThat(faults.at("/0/abortStatus").asInt()).isEqualTo(504);
    assertThat(good(null).statusCode()).isEqualTo(504);
    operator.delete("/admin/faults?service=shop&operation=getGood");
    assertThat(good(null).statusCode()).isEqualTo(200);
    assertThat(gateway.get("/goods").statusCode()).isEqualTo(502);
  }
}
