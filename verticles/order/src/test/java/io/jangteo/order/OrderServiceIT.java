package io.jangteo.order;

import static io.jangteo.order.OrderWorld.ANN;
import static io.jangteo.order.OrderWorld.BOB;
import static io.jangteo.order.OrderWorld.BOSS;
import static io.jangteo.order.OrderWorld.SHOP;
import static io.jangteo.order.OrderWorld.body;
import static io.jangteo.order.OrderWorld.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.bus.BusReply;
import io.jangteo.bus.Principal;
import io.jangteo.contracts.payment.PaymentMessages;
import io.jangteo.contracts.shipping.ShippingMessages;
import io.jangteo.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations of the service over the bus. */
class OrderServiceIT {
  private static OrderWorld world;

  @BeforeAll
  static void start() {
    world = new OrderWorld();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @AfterEach
  void check() {
    world.participants.behave();
    world.checkInvariants();
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  private static void assertRefused(BusReply reply, int status, String field) {
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(status);
    List<String> fields =
        reply.body().toJsonObject().getJsonArray("errors", new JsonArray()).stream()
            .map(error -> ((JsonObject) error).getString("field"))
            .toList();
    assertThat(fields).contains(field);
  }

  private static JsonObject priced(JsonObject line, long minor) {
    return line.put("unitPrice", new JsonObject().put("amountMinor", minor).put("currency", "GBP"));
  }

  @Test
  void anAcceptedOrderCanBeReadAtOnce() {
    BusReply reply = world.place(ANN, body(line("85123A", 2), line("85123A", 1)), key());

    JsonObject order = reply.body().toJsonObject();
    UUID id = UUID.fromString(order.getString("id"));
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.headers().get("location")).isEqualTo("/orders/" + id);
    assertThat(order.getString("status")).isEqualTo("PENDING");
    assertThat(order.getLong("version")).isEqualTo(1);
    assertThat(order.getJsonObject("total").getLong("amountMinor")).isEqualTo(765);
    assertThat(order.getString("memberId")).isEqualTo(ANN.sub().toString());
    BusReply read = world.about("getOrder", ANN, id);
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.body().toJsonObject().getJsonArray("lines"))
        .isEqualTo(order.getJsonArray("lines"));
    assertThat(read.headers().get("etag")).matches("\"\\d+\"");
  }

  @Test
  void theCardTokenIsGivenToPaymentAndKeptNowhereElse() {
    String token = "tok_" + UUID.randomUUID();
    JsonObject body = body(line("85123A", 1)).put("payment", new JsonObject().put("token", token));

    BusReply reply = world.place(ANN, body, key());

    String id = reply.body().toJsonObject().getString("id");
    assertThat(world.tokens).contains(new JsonObject().put("orderId", id).put("token", token));
    for (String table : List.of("orders", "order_events", "sagas", "idempotency_keys", "outbox")) {
      assertThat(
              world.count(
                  "SELECT count(*) FROM " + table + " t WHERE t::text LIKE '%" + token + "%'"))
          .as(table)
          .isZero();
    }
  }

  @Test
  void aKnownVersionIsNotSentAgain() {
    UUID order = world.placed();
    world.historyAtEnd(order);
    String etag = world.about("getOrder", ANN, order).headers().get("etag");

    assertThat(world.about("getOrder", ANN, order, "if-none-match", etag).status()).isEqualTo(304);
  }

  @Test
  void theSameKeyGivesTheSameAnswer() {
    String key = key();
    BusReply first = world.place(ANN, body(line("A", 1)), key);
    world.historyAtEnd(UUID.fromString(first.body().toJsonObject().getString("id")));

    BusReply second = world.place(ANN, body(line("A", 1)), key);

    assertThat(second.status()).isEqualTo(202);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.headers().get("location")).isEqualTo(first.headers().get("location"));
  }

  @Test
  void theSameKeyForAnotherRequestOrCallerIsRefusedAndTellsNothing() {
    String key = key();
    String id = world.place(ANN, body(line("A", 1)), key).body().toJsonObject().getString("id");

    BusReply other = world.place(ANN, body(line("A", 2)), key);
    BusReply stranger = world.place(BOB, body(line("A", 1)), key);

    assertRefused(other, 422, "header.Idempotency-Key");
    assertRefused(stranger, 422, "header.Idempotency-Key");
    assertThat(stranger.body().toString()).doesNotContain(id);
  }

  @Test
  void fiftyConcurrentRequestsUnderOneKeyMakeOneOrder() {
    String key = key();
    Buffer body = body(line("A", 3)).toBuffer();
    long before = world.count("SELECT count(*) FROM orders");

    List<Future<BusReply>> sent =
        Stream.generate(() -> world.send("placeOrder", ANN, body, "idempotency-key", key))
            .limit(50)
            .toList();
    List<BusReply> replies = sent.stream().map(Await::success).toList();

    assertThat(replies).extracting(BusReply::status).isSubsetOf(202, 409).contains(202);
    assertThat(replies.stream().filter(r -> r.status() == 202).map(BusReply::body).distinct())
        .hasSize(1);
    assertThat(world.count("SELECT count(*) FROM orders")).isEqualTo(before + 1);
    assertThat(world.count("SELECT count(*) FROM idempotency_keys WHERE key = '" + key + "'"))
        .isEqualTo(1);
  }

  @Test
  void aRefusedRequestDoesNotUseUpItsKey() {
    String key = key();
    assertRefused(world.place(ANN, body(line("NONE", 1)), key), 422, "/lines/0/sku");

    assertThat(world.place(ANN, body(line("A", 1)), key).status()).isEqualTo(202);
  }

  @Test
  void whatOthersRefuseNamesTheFieldAtFault() {
    JsonObject badToken =
        body(line("A", 1)).put("payment", new JsonObject().put("token", OrderWorld.BAD_TOKEN));

    assertRefused(world.place(ANN, badToken, key()), 422, "/payment/token");
    assertRefused(world.place(ANN, body(line("A", 1), line("EUR1", 1)), key()), 422, "/lines/1");
  }

  @Test
  void keysAreRequiredAndVisible() {
    Buffer body = body(line("A", 1)).toBuffer();
    assertRefused(world.call("placeOrder", ANN, body), 400, "header.Idempotency-Key");
    for (String bad : List.of("", "a b", "ü", "x".repeat(256))) {
      assertRefused(
          world.call("placeOrder", ANN, body, "idempotency-key", bad),
          400,
          "header.Idempotency-Key");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{", "{}", "{}{}", "{\"lines\":1}", "\"\\ud800\""})
  void anythingElseThanAnOrderIsRefused(String text) {
    BusReply reply = world.call("placeOrder", ANN, Buffer.buffer(text), "idempotency-key", key());

    assertThat(reply.status()).isEqualTo(400);
  }

  @Test
  void onlyMerchantsSetPricesAndOrderForOthers() {
    JsonObject agreed = body(priced(line("A", 1), 100));
    JsonObject forAnn = body(line("A", 1)).put("memberId", ANN.sub().toString());

    assertRefused(world.place(BOB, agreed, key()), 403, "/lines/0/unitPrice");
    assertRefused(world.place(BOB, forAnn, key()), 403, "/memberId");
    BusReply byShop =
        world.place(
            SHOP, body(priced(line("A", 2), 100)).put("memberId", ANN.sub().toString()), key());
    JsonObject order = byShop.body().toJsonObject();
    assertThat(order.getJsonObject("total").getLong("amountMinor")).isEqualTo(200);
    assertThat(order.getString("memberId")).isEqualTo(ANN.sub().toString());
    JsonObject forNobody = body(line("A", 1)).put("memberId", UUID.randomUUID().toString());
    assertRefused(world.place(SHOP, forNobody, key()), 422, "/memberId");
  }

  @Test
  void anOrderIsSeenByItsOwnerByWhoPlacedItAndByOperators() {
    JsonObject forAnn = body(line("A", 1)).put("memberId", ANN.sub().toString());
    UUID order =
        UUID.fromString(world.place(SHOP, forAnn, key()).body().toJsonObject().getString("id"));

    for (Principal reader : List.of(ANN, SHOP, BOSS)) {
      assertThat(world.about("getOrder", reader, order).status()).isEqualTo(200);
      assertThat(world.about("authorizeOrderAccess", reader, order).status()).isEqualTo(204);
    }
    UUID missing = UUID.randomUUID();
    for (String action :
        List.of("getOrder", "getOrderEvents", "cancelOrder", "authorizeOrderAccess")) {
      BusReply hidden = world.about(action, BOB, order);
      assertThat(hidden.status()).as(action).isEqualTo(404);
      assertThat(hidden.body()).isEqualTo(world.about(action, BOB, missing).body());
    }
  }

  @Test
  void aGuestsOrderBelongsToNoMember() {
    JsonObject order = world.place(SHOP, body(line("A", 1)), key()).body().toJsonObject();

    assertThat(order.containsKey("memberId")).isFalse();
    UUID id = UUID.fromString(order.getString("id"));
    assertThat(world.about("getOrder", SHOP, id).status()).isEqualTo(200);
    assertThat(world.about("getOrder", ANN, id).status()).isEqualTo(404);
  }

  @Test
  void ownOrdersAreListedInPagesTheLatestFirst() {
    Principal carol = new Principal(UUID.randomUUID(), Set.of("customer"));
    List<String> ids =
        Stream.generate(
                () ->
                    world
                        .place(carol, body(line("A", 1)), key())
                        .body()
                        .toJsonObject()
                        .getString("id"))
            .limit(5)
            .sorted(java.util.Comparator.reverseOrder())
            .toList();

    JsonObject first = list(carol, "query.limit", "3");
    JsonObject second = list(carol, "query.limit", "3", "query.after", first.getString("next"));

    assertThat(listed(first)).isEqualTo(ids.subList(0, 3));
    assertThat(listed(second)).isEqualTo(ids.subList(3, 5));
    assertThat(second.containsKey("next")).isFalse();
    assertThat(listed(list(new Principal(UUID.randomUUID(), Set.of("operator"))))).isEmpty();
  }

  private static JsonObject list(Principal caller, String... query) {
    return world.call("listOrders", caller, Buffer.buffer(), query).body().toJsonObject();
  }

  private static List<String> listed(JsonObject page) {
    return page.getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getString("id"))
        .collect(Collectors.toList());
  }

  @Test
  void badQueriesAreNamed() {
    UUID order = world.placed();

    assertRefused(
        world.call("listOrders", ANN, Buffer.buffer(), "query.limit", "0"), 400, "query.limit");
    assertRefused(
        world.call("listOrders", ANN, Buffer.buffer(), "query.after", "x"), 400, "query.after");
    assertRefused(world.about("getOrderEvents", ANN, order, "query.wait", "31"), 400, "query.wait");
    assertThat(world.call("getOrder", ANN, Buffer.buffer(), "path.orderId", "' OR 1=1").status())
        .isEqualTo(404);
  }

  @Test
  void whoPrefersToWaitGetsTheEnd() {
    BusReply reply = world.place(ANN, body(line("A", 1)), key(), "prefer", "wait=10");

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.headers().get("preference-applied")).isEqualTo("wait=10");
    assertThat(reply.body().toJsonObject().getString("status")).isEqualTo("COMPLETED");
  }

  @Test
  void waitingForAnOrderThatDoesNotEndIsOverInTime() {
    world.participants.ignore(PaymentMessages.AUTHORIZE);

    BusReply reply = world.place(ANN, body(line("A", 1)), key(), "prefer", "wait=1");

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.body().toJsonObject().getString("status")).isEqualTo("PENDING");
  }

  @Test
  void eventsAreFollowedToTheEndByWaitingForEach() {
    UUID order = world.placed();
    int after = 0;
    boolean end = false;
    for (int i = 0; i < 20 && !end; i++) {
      String known = Integer.toString(after);
      JsonObject page =
          world
              .about("getOrderEvents", ANN, order, "query.after", known, "query.wait", "10")
              .body()
              .toJsonObject();
      JsonArray items = page.getJsonArray("items");
      assertThat(items).isNotEmpty();
      assertThat(items.getJsonObject(0).getInteger("version")).isEqualTo(after + 1);
      after = items.getJsonObject(items.size() - 1).getInteger("version");
      end = page.getBoolean("end");
    }

    assertThat(after).isEqualTo(7);
    assertThat(world.events(order, 7).getBoolean("end")).isTrue();
  }

  @Test
  void anOrderIsCancelledBeforeItsPaymentIsTaken() {
    world.participants.ignore(ShippingMessages.SCHEDULE);
    UUID order = world.placed();
    Awaitility.await()
        .until(() -> world.participants.received(order).contains("shipment.schedule.v1"));

    BusReply reply = world.about("cancelOrder", ANN, order);

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.body().toJsonObject().getString("status")).isEqualTo("COMPENSATING");
    assertThat(world.historyAtEnd(order))
        .endsWith("ShipmentCancelled", "StockReleased", "PaymentVoided", "OrderCompensated");
    assertThat(world.order(order).getString("reason")).isEqualTo("cancelled");
    assertThat(world.about("cancelOrder", ANN, order).status()).isEqualTo(202);
  }

  @Test
  void itIsTooLateToCancelOnceThePaymentIsBeingTaken() {
    world.participants.ignore(PaymentMessages.CAPTURE);
    UUID order = world.placed();
    Awaitility.await()
        .until(() -> world.participants.received(order).contains("payment.capture.v1"));

    assertThat(world.about("cancelOrder", ANN, order).status()).isEqualTo(409);

    world.participants.behave();
    assertThat(world.historyAtEnd(order)).endsWith("OrderCompleted");
    assertThat(world.about("cancelOrder", ANN, order).status()).isEqualTo(409);
  }
}
