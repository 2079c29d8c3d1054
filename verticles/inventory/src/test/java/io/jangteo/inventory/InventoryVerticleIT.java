package io.jangteo.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.BusClient;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.bus.Principal;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.contracts.Subscriptions;
import io.jangteo.contracts.inventory.InventoryMessages;
import io.jangteo.contracts.inventory.ReserveStock;
import io.jangteo.contracts.inventory.StockLine;
import io.jangteo.events.BrokerConfig;
import io.jangteo.events.InboundMessage;
import io.jangteo.events.MessageHandler;
import io.jangteo.events.Messaging;
import io.jangteo.events.OutboundMessage;
import io.jangteo.events.Transaction;
import io.jangteo.persistence.Database;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.json.Json;
import io.jangteo.testing.Await;
import io.jangteo.testing.TestGateway;
import io.jangteo.testing.TestRuntime;
import io.jangteo.testing.TestServers;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole service: bus in front, broker behind, and an order service played by the test. */
class InventoryVerticleIT {
  private static final Vertx VERTX = Vertx.vertx();
  private static final List<InboundMessage> ANSWERS = new CopyOnWriteArrayList<>();
  private static final Principal MERCHANT = new Principal(Ids.next(), Set.of("merchant"));
  private static final Principal CUSTOMER = new Principal(Ids.next(), Set.of("customer"));

  private static Messaging order;

  @BeforeAll
  static void deploy() {
    BrokerConfig broker = TestServers.freshBroker();
    ServiceRuntime runtime = TestRuntime.create(VERTX);
    InventoryConfig config =
        new InventoryConfig(
            TestServers.database("inventory"),
            Duration.ofMinutes(15),
            Duration.ofMinutes(1),
            50,
            256);
    Await.success(VERTX.deployVerticle(new InventoryVerticle(config, broker, runtime)));
    Database database =
        Await.success(Database.open(VERTX, TestServers.database("order"), "db/chassis"));
    order =
        Await.success(
            Messaging.of(VERTX, "order", database, broker, runtime.health(), runtime.meters())
                .publishes(InventoryMessages.COMMANDS)
                .subscriptions(Subscriptions.ALL)
                .consume(Subscriptions.ORDER_FROM_INVENTORY, new Recorder())
                .start());
  }

  @AfterAll
  static void close() {
    Await.success(order.drain(Duration.ofSeconds(5)));
    Await.success(VERTX.close());
  }

  private static final class Recorder implements MessageHandler {
    @Override
    public Future<Void> handle(InboundMessage message, Transaction transaction) {
      ANSWERS.add(message);
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> duplicate(InboundMessage message, Transaction transaction) {
      return handle(message, transaction);
    }
  }

  @Test
  void aCommandIsAnsweredAndARepeatedOneIsAnsweredTheSame() {
    UUID orderId = Ids.next();
    assertThat(receive("ROUND TRIP", 4, "note 1").status()).isEqualTo(201);
    OutboundMessage reserve =
        new OutboundMessage(
            Ids.named(orderId, "reserve"),
            InventoryMessages.RESERVE,
            "order",
            orderId,
            1,
            orderId,
            new ReserveStock(orderId, List.of(new StockLine("ROUND TRIP", 3))));

    send(reserve);
    await().untilAsserted(() -> assertThat(answers(orderId)).hasSize(1));
    Await.success(
        order.transaction(
            transaction -> {
              transaction.sendAgain(reserve.id());
              return Future.succeededFuture();
            }));

    await().untilAsserted(() -> assertThat(answers(orderId)).hasSize(2));
    assertThat(answers(orderId))
        .allSatisfy(
            answer -> {
              assertThat(answer.type()).isEqualTo("stock.reserved.v1");
              assertThat(answer.id())
                  .isEqualTo(Ids.named(reserve.id(), InventoryMessages.RESERVED.name()));
            });
    assertThat(json(getStock("ROUND TRIP")).path("reserved").asInt()).isEqualTo(3);
  }

  private static void send(OutboundMessage message) {
    Await.success(
        order.transaction(
            transaction -> {
              transaction.send(message);
              return Future.succeededFuture();
            }));
  }

  private static List<InboundMessage> answers(UUID orderId) {
    return ANSWERS.stream().filter(answer -> answer.aggregateId().equals(orderId)).toList();
  }

  @Test
  void aReceiptMakesAProductExist() throws IOException {
    assertThat(getStock("85123A").status()).isEqualTo(404);

    BusReply reply = receive("85123A", 6, "note 1");

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.headers().get(BusHeaders.LOCATION)).isEqualTo("/stock/85123A");
    assertThat(Json.LENIENT.readTree(getStock("85123A").body().getBytes()))
        .isEqualTo(
            Json.LENIENT.readTree(
                "{\"sku\":\"85123A\",\"onHand\":6,\"reserved\":0,\"available\":6}"));
  }

  @Test
  void aReferenceCountsOnceAndIsAnsweredAsTheFirstTime() {
    BusReply first = receive("TWICE", 6, "note 1");
    receive("TWICE", 1, "note 2");

    BusReply again = receive("TWICE", 6, "note 1");

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(json(getStock("TWICE")).path("onHand").asInt()).isEqualTo(7);
  }

  @Test
  void aReferenceWithAnotherQuantityConflicts() {
    receive("OTHER", 6, "note 1");

    BusReply reply = receive("OTHER", 5, "note 1");

    assertThat(reply.status()).isEqualTo(409);
    assertThat(fields(reply)).containsExactly("/reference");
  }

  @Test
  void aCorrectionBelowNothingConflicts() {
    receive("FEW", 2, "note 1");

    BusReply reply =
        call("correctStock", MERCHANT, "FEW", "{\"quantity\":-3,\"reference\":\"count\"}");

    assertThat(reply.status()).isEqualTo(409);
    assertThat(fields(reply)).containsExactly("/quantity");
  }

  @Test
  void aProductNeverReceivedCannotBeCorrectedDownButUp() {
    String down = "{\"quantity\":-1,\"reference\":\"count 1\"}";
    String up = "{\"quantity\":1,\"reference\":\"count 2\"}";

    assertThat(call("correctStock", MERCHANT, "FOUND", down).status()).isEqualTo(404);
    assertThat(call("correctStock", MERCHANT, "FOUND", up).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"quantity\":0,\"reference\":\"r\"}                    | /quantity",
        "{\"quantity\":\"1\",\"reference\":\"r\"}                | /quantity",
        "{\"quantity\":99999999999999999999,\"reference\":\"r\"} | /quantity",
        "{\"quantity\":1}                                        | /reference",
        "{\"quantity\":1,\"reference\":\"\\u0000\"}              | /reference",
        "{\"quantity\":1,\"reference\":\"r\",\"sku\":\"X\"}      | /sku",
        "[]                                                      | /",
        "null                                                    | /",
        "{\"quantity\":1,                                        | /",
      })
  void aBadBodyIsRefusedByField(String body, String field) {
    BusReply reply = call("receiveStock", MERCHANT, "BAD", body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(fields(reply)).contains(field);
    assertThat(getStock("BAD").status()).isEqualTo(404);
  }

  @Test
  void aSkuOfAnotherFormIsRefused() {
    assertThat(fields(getStock("no/such\u0000"))).containsExactly("path.sku");
  }

  @Test
  void customersDoNotChangeStock() {
    String body = "{\"quantity\":1,\"reference\":\"r\"}";

    assertThat(call("receiveStock", CUSTOMER, "MINE", body).status()).isEqualTo(403);
    assertThat(call("correctStock", null, "MINE", body).status()).isEqualTo(401);
    assertThat(getStock("MINE").status()).isEqualTo(404);
  }

  private static BusReply receive(String sku, long quantity, String reference) {
    String body = "{\"quantity\":%d,\"reference\":\"%s\"}".formatted(quantity, reference);
    return call("receiveStock", MERCHANT, sku, body);
  }

  private static BusReply getStock(String sku) {
    return call("getStock", null, sku, "");
  }

  private static BusReply call(String action, Principal caller, String sku, String body) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().set(BusHeaders.PATH_PREFIX + "sku", sku);
    if (caller != null) {
      headers.set(BusHeaders.ASSERTION, TestGateway.assertion(caller, "inventory"));
    }
    return Await.success(
        new BusClient(VERTX)
            .exchange("inventory", action, headers, Buffer.buffer(body), Duration.ofSeconds(5)));
  }

  private static JsonNode json(BusReply reply) {
    try {
      return Json.LENIENT.readTree(reply.body().getBytes());
    } catch (IOException e) {
      throw new AssertionError(reply.body().toString(), e);
    }
  }

  private static List<String> fields(BusReply reply) {
    return json(reply).path("errors").findValuesAsText("field");
  }
}
