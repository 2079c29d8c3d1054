package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.marketplace.client.Answer;
import io.jangteo.marketplace.client.GatewayClient;
import io.jangteo.marketplace.client.Session;
import io.jangteo.runtime.Ids;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of an order, seen from the gateway, on every real part. */
class OrderThroughGatewayIT {
  private static final String SKU = "SAGA-1";
  private static final long PENCE = 1_250;

  private static RunningMarketplace market;
  private static GatewayClient gateway;
  private static Session customer;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    market = RunningMarketplace.get();
    gateway = market.gateway();
    customer = market.customer();
    market.stock(SKU, PENCE, 10_000);
  }

  @ParameterizedTest
  @CsvSource({"tok_ok", "tok_slow", "tok_timeout_after_charge", "tok_fail_2"})
  void anOrderCompletesWithOneChargeOfItsTotal(String token)
      throws IOException, InterruptedException {
    // Given
    Map<String, Object> body = Orders.body(SKU, 2);
    body.put("payment", Map.of("token", token));

    // When
    JsonNode order = placeAndAwait(body);

    // Then
    assertThat(order.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(order.path("total").path("amountMinor").asLong()).isEqualTo(2 * PENCE);
    JsonNode payment = get("/payments/" + order.path("id").asText());
    assertThat(payment.path("status").asText()).isEqualTo("CAPTURED");
    assertThat(payment.path("captured").path("amountMinor").asLong()).isEqualTo(2 * PENCE);
  }

  @Test
  void anOrderIsReadWithItsPaymentShipmentAndItemsAtOnce()
      throws IOException, InterruptedException {
    // Given
    String id = placeAndAwait(Orders.body(SKU, 1)).path("id").asText();

    // When
    JsonNode order = get("/orders/" + id + "?include=payment,shipment,items");

    // Then
    assertThat(order.path("missing")).as(order.toString()).isEmpty();
    assertThat(order.path("id").asText()).isEqualTo(id);
    assertThat(order.at("/included/payment/status").asText()).isEqualTo("CAPTURED");
    assertThat(order.at("/included/shipment/orderId").asText()).isEqualTo(id);
    assertThat(order.at("/included/items/0/sku").asText()).isEqualTo(SKU);
  }

  @Test
  void aDeclinedCardEndsCompensatedWithNothingHeld() throws IOException, InterruptedException {
    // Given
    Map<String, Object> body = Orders.body(SKU, 1);
    body.put("payment", Map.of("token", "tok_declined"));

    // Then
    assertCompensatedWithNothingHeld(placeAndAwait(body));
  }

  @Test
  void tooLittleStockEndsCompensatedWithNothingHeld() throws IOException, InterruptedException {
    assertCompensatedWithNothingHeld(placeAndAwait(Orders.body(SKU, 999_999)));
  }

  @Test
  void anAddressNobodyServesEndsCompensatedWithNothingHeld()
      throws IOException, InterruptedException {
    // Given
    Map<String, Object> body = Orders.body(SKU, 1);
    Map<String, String> address = new HashMap<>(Orders.LONDON);
    address.put("country", "AQ");
    body.put("shippingAddress", address);

    // Then
    assertCompensatedWithNothingHeld(placeAndAwait(body));
  }

  @Test
  void eventsOfAnOrderAreGaplessAndEndOnce() throws IOException, InterruptedException {
    // When
    JsonNode order = placeAndAwait(Orders.body(SKU, 1));

    // Then
    JsonNode events = get("/orders/" + order.path("id").asText() + "/events");
    assertThat(events.path("end").asBoolean()).isTrue();
    List<Integer> versions = new ArrayList<>();
    events.path("items").forEach(event -> versions.add(event.path("version").asInt()));
    for (int i = 0; i < versions.size(); i++) {
      assertThat(versions.get(i)).isEqualTo(i + 1);
    }
    assertThat(versions.size()).isEqualTo(order.path("version").asInt());
  }

  @Test
  void fiftyPostsOfOneKeyMakeOneOrder() throws Exception {
    // Given
    String key = Ids.next().toString();
    String sku = "FIFTY-" + key.substring(24);
    market.stock(sku, PENCE, 50);
    Map<String, Object> body = Orders.body(sku, 1);
    Map<String, String> headers = new HashMap<>(customer.authorization());
    headers.put("Idempotency-Key", key);
    ExecutorService threads = Executors.newFixedThreadPool(50);
    Callable<Answer> post = () -> gateway.once("POST", "/orders", body, headers);

    // When
    List<Answer> answers = new ArrayList<>();
    for (Future<Answer> answer : threads.invokeAll(java.util.Collections.nCopies(50, post))) {
      answers.add(answer.get());
    }
    threads.shutdown();

    // Then
    assertThat(answers)
        .extracting(Answer::status)
        .contains(202)
        .allMatch(status -> status == 202 || status == 409);
    Set<JsonNode> bodies =
        answers.stream()
            .filter(answer -> answer.status() == 202)
            .map(Answer::body)
            .collect(Collectors.toSet());
    assertThat(bodies).hasSize(1);
  }

  @Test
  void twoOrdersForTheLastUnitNeverBothGetIt() throws Exception {
    // Given
    String sku = "LAST-" + Ids.next().toString().substring(24);
    market.stock(sku, PENCE, 5);
    ExecutorService threads = Executors.newFixedThreadPool(20);
    Callable<JsonNode> order = () -> placeAndAwait(Orders.body(sku, 1));

    // When
    List<String> ends = new ArrayList<>();
    for (Future<JsonNode> end : threads.invokeAll(java.util.Collections.nCopies(20, order))) {
      ends.add(end.get().path("status").asText());
    }
    threads.shutdown();

    // Then
    assertThat(ends.stream().filter("COMPLETED"::equals)).hasSize(5);
    assertThat(ends.stream().filter("COMPENSATED"::equals)).hasSize(15);
    JsonNode stock = get("/stock/" + sku);
    assertThat(stock.path("onHand").asLong()).isZero();
    assertThat(stock.path("reserved").asLong()).isZero();
  }

  private static void assertCompensatedWithNothingHeld(JsonNode order)
      throws IOException, InterruptedException {
    String id = order.path("id").asText();
    assertThat(order.path("status").asText()).isEqualTo("COMPENSATED");
    assertThat(get("/stock/" + SKU).path("reserved").asLong()).isZero();
    JsonNode payment = get("/payments/" + id);
    assertThat(payment.path("captured").path("amountMinor").asLong(0)).isZero();
    assertThat(payment.path("status").asText()).isIn("VOIDED", "DECLINED");
    Answer shipment = gateway.call("GET", "/shipments/" + id, null, customer.authorization());
    assertThat(shipment.isSuccess() ? shipment.body().path("status").asText() : "none")
        .isIn("none", "REFUSED", "CANCELLED");
  }

  private static JsonNode placeAndAwait(Map<String, Object> body)
      throws IOException, InterruptedException {
    Answer answer = Orders.place(gateway, customer, Ids.next().toString(), body);
    assertThat(answer.status()).as(answer.summary()).isEqualTo(202);
    JsonNode order = answer.body();
    while (Set.of("PENDING", "COMPENSATING").contains(order.path("status").asText())) {
      String id = order.path("id").asText();
      get("/orders/" + id + "/events?after=" + order.path("version").asInt() + "&wait=5");
      order = get("/orders/" + id);
    }
    return order;
  }

  private static JsonNode get(String path) throws IOException, InterruptedException {
    return gateway.call("GET", path, null, customer.authorization()).body();
  }
}
