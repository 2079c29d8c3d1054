package io.jangteo.order;

import static io.jangteo.order.OrderWorld.ANN;
import static io.jangteo.order.OrderWorld.BOSS;
import static io.jangteo.order.OrderWorld.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.bus.BusReply;
import io.jangteo.contracts.inventory.InventoryMessages;
import io.jangteo.contracts.payment.PaymentMessages;
import io.jangteo.contracts.shipping.ShippingMessages;
import io.jangteo.runtime.Ids;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators do about orders and messages, over the bus. */
class OperatorVerbsIT {
  private static final Duration SOON = Duration.ofSeconds(20);
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

  @Test
  void anOrderParkedForItsStockGoesOnWhenThereIsSome() {
    UUID order = parked();
    assertThat(troubled("parked")).contains(order.toString());

    BusReply resumed = act("resumeSaga", order, "goods came in");

    assertThat(resumed.status()).as(resumed.body().toString()).isEqualTo(200);
    await().atMost(SOON).until(() -> status(order).equals("COMPLETED"));
    assertThat(OrderWorld.types(world.events(order, 0)))
        .endsWith("OrderParked", "OrderResumed", "StockCommitted", "OrderCompleted");
    assertThat(troubled("parked")).doesNotContain(order.toString());
    JsonObject noted = saga(order).getJsonArray("interventions").getJsonObject(0);
    assertThat(noted.getString("verb")).isEqualTo("RESUME");
    assertThat(noted.getString("by")).isEqualTo(BOSS.sub().toString());
    assertThat(noted.getString("reason")).isEqualTo("goods came in");
    assertThat(noted.getString("at")).isNotEmpty();
  }

  @Test
  void oneThatIsRefusedOnceMoreIsParkedAgainAndMayBeResumedAgain() {
    UUID order = parked();
    world.participants.refuse(InventoryMessages.COMMIT);
    act("resumeSaga", order, "perhaps now");
    await()
        .atMost(SOON)
        .until(
            () ->
                OrderWorld.types(world.events(order, 0)).stream()
                        .filter("OrderParked"::equals)
                        .count()
                    == 2);
    world.participants.behave();

    act("resumeSaga", order, "now");

    await().atMost(SOON).until(() -> status(order).equals("COMPLETED"));
  }

  @Test
  void compensationIsForcedBeforeThePaymentIsTaken() {
    world.participants.ignore(InventoryMessages.RESERVE);
    UUID order = world.placed();
    await()
        .atMost(SOON)
        .until(() -> world.participants.received(order).contains("stock.reserve.v1"));

    BusReply forced = act("forceCompensation", order, "fraud");

    assertThat(forced.status()).isEqualTo(200);
    assertThat(world.historyAtEnd(order))
        .containsSubsequence("CompensationForced", "CompensationStarted", "OrderCompensated");
    assertThat(world.order(order).getString("reason")).isEqualTo("forced");
  }

  @Test
  void fromThePaymentOnItIsAConflictAndNothingIsWrittenDown() {
    UUID order = parked();
    UUID done = world.placed();
    await().atMost(SOON).until(() -> status(done).equals("COMPLETED"));

    assertThat(act("forceCompensation", order, "too late").status()).isEqualTo(409);
    assertThat(act("forceCompensation", done, "too late").status()).isEqualTo(409);
    assertThat(act("resumeSaga", done, "why not").status()).isEqualTo(409);

    assertThat(saga(order).getJsonArray("interventions")).isEmpty();
    assertThat(status(order)).isEqualTo("PARKED");
  }

  @Test
  void theUndoOfGoodsIsSkippedWithAReasonAndThatOfMoneyIsNot() {
    world.participants.refuse(PaymentMessages.CAPTURE);
    world.participants.ignore(ShippingMessages.CANCEL);
    UUID order = world.placed();
    await()
        .atMost(SOON)
        .until(() -> world.participants.received(order).contains("shipment.cancel.v1"));

    assertThat(skip(order, "AUTHORIZE").status()).isEqualTo(409);
    assertThat(skip(order, "RESERVE").status()).isEqualTo(409);
    BusReply skipped = skip(order, "SCHEDULE");

    assertThat(skipped.status()).as(skipped.body().toString()).isEqualTo(200);
    assertThat(world.historyAtEnd(order))
        .containsSubsequence(
            "ShipmentCancellationSkipped", "StockReleased", "PaymentVoided", "OrderCompensated");
    assertThat(saga(order).getJsonArray("interventions").getJsonObject(0).getString("step"))
        .isEqualTo("SCHEDULE");
  }

  @Test
  void whatIsNotAnsweredIsAskedForAtOnce() {
    world.participants.ignore(InventoryMessages.COMMIT);
    UUID order = world.placed();
    await()
        .atMost(SOON)
        .until(() -> world.participants.received(order).contains("stock.commit.v1"));
    world.participants.behave();

    assertThat(act("resumeSaga", order, "inventory is back").status()).isEqualTo(200);

    await().atMost(SOON).until(() -> status(order).equals("COMPLETED"));
  }

  @Test
  void aParkedMessageIsListedShownRetriedAndSkippedOverTheBus() {
    UUID message = parkedMessage();

    JsonObject page =
        get("listParkedMessages", "query.reason", "UNDECODABLE", "query.limit", "500");
    JsonObject shown = get("showParkedMessage", "path.messageId", message.toString());
    JsonObject retried =
        world
            .call(
                "retryParkedMessage",
                BOSS,
                Buffer.buffer(),
                "path.messageId",
                message.toString(),
                "query.dryRun",
                "true")
            .body()
            .toJsonObject();
    JsonObject all =
        world
            .call("retryParkedMessages", BOSS, new JsonObject().put("dryRun", true).toBuffer())
            .body()
            .toJsonObject();
    BusReply skipped =
        world.call(
            "skipParkedMessage",
            BOSS,
            new JsonObject().put("reason", "made up by a test").toBuffer(),
            "path.messageId",
            message.toString());
    BusReply again =
        world.call(
            "skipParkedMessage",
            BOSS,
            new JsonObject().put("reason", "twice").toBuffer(),
            "path.messageId",
            message.toString());

    assertThat(ids(page.getJsonArray("items"), "id")).contains(message.toString());
    assertThat(shown.getString("payload")).isEqualTo("{}");
    assertThat(outcomes(retried)).containsEntry(message.toString(), "UNREADABLE");
    assertThat(outcomes(all)).containsEntry(message.toString(), "UNREADABLE");
    assertThat(skipped.status()).isEqualTo(200);
    JsonObject resolution = skipped.body().toJsonObject().getJsonObject("resolution");
    assertThat(resolution.getString("kind")).isEqualTo("SKIPPED");
    assertThat(resolution.getString("by")).isEqualTo(BOSS.sub().toString());
    assertThat(resolution.getString("note")).isEqualTo("made up by a test");
    assertThat(again.status()).isEqualTo(409);
  }

  @Test
  void whatAnOrderSaidIsSaidAgainWithoutEffect() {
    UUID order = world.placed();
    await().atMost(SOON).until(() -> status(order).equals("COMPLETED"));
    await()
        .atMost(SOON)
        .until(() -> world.participants.received(order).contains("order.completed.v1"));
    long version = world.order(order).getLong("version");
    JsonObject body = new JsonObject().put("aggregateId", order.toString());

    JsonObject counted = replay(body.copy().put("dryRun", true));
    JsonObject said = replay(body);

    assertThat(counted.getInteger("messages")).isEqualTo(7);
    assertThat(said.getInteger("messages")).isEqualTo(7);
    await()
        .atMost(SOON)
        .until(
            () ->
                world.participants.received(order).stream()
                        .filter("order.completed.v1"::equals)
                        .count()
                    == 2);
    assertThat(world.order(order).getLong("version")).isEqualTo(version);
    assertThat(status(order)).isEqualTo("COMPLETED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "skipParkedMessage    | {}                              | /reason",
        "skipParkedMessage    | {\"reason\":\"\"}                   | /reason",
        "retryParkedMessages  | {\"limit\":0}                     | /limit",
        "retryParkedMessages  | {\"reason\":\"BORED\"}              | /reason",
        "retryParkedMessages  | {\"aggregateId\":\"x\"}             | /aggregateId",
        "retryParkedMessages  | {\"everything\":true}             | /everything",
        "replayMessages       | {}                              | /from",
        "replayMessages       | {\"from\":\"yesterday\"}            | /from",
        "replayMessages       | {\"from\":\"2026-01-02T00:00:00Z\",\"to\":\"2026-01-01T00:00:00Z\"} | /to",
        "resumeSaga           | {}                              | /reason",
        "forceCompensation    | {}                              | /reason",
        "skipSagaStep         | {\"reason\":\"r\"}                 | /step",
        "skipSagaStep         | {\"step\":\"PRAY\",\"reason\":\"r\"}  | /step"
      })
  void badInputIsRefusedNamingTheField(String action, String body, String field) {
    String id = Ids.next().toString();

    BusReply reply =
        world.call(action, BOSS, Buffer.buffer(body), "path.messageId", id, "path.orderId", id);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(
            reply.body().toJsonObject().getJsonArray("errors").getJsonObject(0).getString("field"))
        .isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource({
    "listParkedMessages",
    "showParkedMessage",
    "retryParkedMessage",
    "retryParkedMessages",
    "skipParkedMessage",
    "replayMessages",
    "listTroubledSagas",
    "getSaga",
    "resumeSaga",
    "skipSagaStep",
    "forceCompensation"
  })
  void onlyOperatorsMay(String action) {
    String id = Ids.next().toString();
    Buffer body = new JsonObject().put("reason", "because").put("step", "RESERVE").toBuffer();

    for (var caller : List.of(ANN, SHOP)) {
      BusReply reply = world.call(action, caller, body, "path.messageId", id, "path.orderId", id);
      assertThat(reply.status()).isEqualTo(403);
    }
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(act("resumeSaga", Ids.next(), "r").status()).isEqualTo(404);
    assertThat(world.about("getSaga", BOSS, Ids.next()).status()).isEqualTo(404);
    assertThat(
            world
                .call(
                    "showParkedMessage",
                    BOSS,
                    Buffer.buffer(),
                    "path.messageId",
                    Ids.next().toString())
                .status())
        .isEqualTo(404);
  }

  /** Paid for, and its stock refused. */
  private UUID parked() {
    world.participants.refuse(InventoryMessages.COMMIT);
    UUID order = world.placed();
    await().atMost(SOON).until(() -> status(order).equals("PARKED"));
    world.participants.behave();
    return order;
  }

  /** One that cannot be read. */
  private UUID parkedMessage() {
    UUID id = Ids.next();
    world.publish("jangteo.payment.events", "payment.authorized.v1.p0", id, "{}");
    await()
        .atMost(SOON)
        .until(
            () ->
                world.count("SELECT count(*) FROM parked_messages WHERE message_id = '" + id + "'")
                    == 1);
    return id;
  }

  private String status(UUID order) {
    return world.order(order).getString("status");
  }

  private JsonObject saga(UUID order) {
    return world.about("getSaga", BOSS, order).body().toJsonObject();
  }

  private BusReply act(String action, UUID order, String reason) {
    return world.call(
        action,
        BOSS,
        new JsonObject().put("reason", reason).toBuffer(),
        "path.orderId",
        order.toString());
  }

  private BusReply skip(UUID order, String step) {
    return world.call(
        "skipSagaStep",
        BOSS,
        new JsonObject().put("step", step).put("reason", "rang the carrier").toBuffer(),
        "path.orderId",
        order.toString());
  }

  private JsonObject replay(JsonObject body) {
    BusReply reply = world.call("replayMessages", BOSS, body.toBuffer());
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
    return reply.body().toJsonObject();
  }

  private JsonObject get(String action, String... headers) {
    BusReply reply = world.call(action, BOSS, Buffer.buffer(), headers);
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
    return reply.body().toJsonObject();
  }

  private List<String> troubled(String trouble) {
    return ids(
        get("listTroubledSagas", "query.trouble", trouble, "query.limit", "500")
            .getJsonArray("items"),
        "orderId");
  }

  private static List<String> ids(JsonArray items, String field) {
    return items.stream().map(item -> ((JsonObject) item).getString(field)).toList();
  }

  private static Map<String, String> outcomes(JsonObject retries) {
    return retries.getJsonArray("items").stream()
        .map(JsonObject.class::cast)
        .collect(Collectors.toMap(item -> item.getString("id"), item -> item.getString("outcome")));
  }
}
