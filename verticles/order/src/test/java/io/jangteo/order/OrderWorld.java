package io.jangteo.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.jangteo.bus.BusClient;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.bus.Principal;
import io.jangteo.events.BrokerConfig;
import io.jangteo.order.application.SagaConfig;
import io.jangteo.persistence.Database;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.testing.Await;
import io.jangteo.testing.TestGateway;
import io.jangteo.testing.TestRuntime;
import io.jangteo.testing.TestServers;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The order service on a real database and broker, among fakes of everybody it talks to. */
final class OrderWorld implements AutoCloseable {
  static final Principal ANN = new Principal(UUID.randomUUID(), Set.of("customer"));
  static final Principal BOB = new Principal(UUID.randomUUID(), Set.of("customer"));
  static final Principal SHOP = new Principal(UUID.randomUUID(), Set.of("merchant"));
  static final Principal BOSS = new Principal(UUID.randomUUID(), Set.of("operator"));
  static final String BAD_TOKEN = "tok_refused";

  /** Everything within seconds, in the same proportions. */
  private static final SagaConfig PATIENCE =
      new SagaConfig(
          Duration.ofMillis(700),
          Duration.ofSeconds(4),
          Duration.ofSeconds(4),
          Duration.ofSeconds(4),
          Duration.ofSeconds(10),
          Duration.ofSeconds(2),
          10,
          Duration.ofMillis(50));

  final Vertx vertx = Vertx.vertx();
  final FakeParticipants participants;
  final List<JsonObject> tokens = new ArrayList<>();
  private final DatabaseConfig db = TestServers.database("orders");
  private final BrokerConfig broker;
  private final SagaConfig patience;
  private final BusClient bus = new BusClient(vertx);
  private final Database outside;
  private String deployment;

  OrderWorld() {
    this(TestServers.freshBroker(), PATIENCE);
  }

  OrderWorld(BrokerConfig broker, SagaConfig patience) {
    this.broker = broker;
    this.patience = patience;
    participants =
        Await.success(FakeParticipants.start(vertx, TestServers.database("participants"), broker));
    answer("catalog", OrderWorld::quote);
    answer("payment", this::keepToken);
    answer("member", OrderWorld::findMember);
    startService();
    outside = Await.success(Database.open(vertx, db, "db/chassis", "db/order"));
  }

  void startService() {
    OrderConfig config = new OrderConfig(db, patience, Duration.ofSeconds(2), 1000);
    deployment =
        Await.success(
            vertx.deployVerticle(new OrderVerticle(config, broker, TestRuntime.create(vertx))));
  }

  void stopService() {
    Await.success(vertx.undeploy(deployment));
  }

  private record Answer(int status, JsonObject body) {}

  private void answer(
      String address,
      java.util.function.Function<io.vertx.core.eventbus.Message<Buffer>, Answer> answerer) {
    vertx
        .eventBus()
        .<Buffer>consumer(
            address,
            message -> {
              Answer answer = answerer.apply(message);
              message.reply(
                  answer.body().toBuffer(),
                  new DeliveryOptions()
                      .addHeader(BusHeaders.STATUS, Integer.toString(answer.status())));
            });
  }

  /** Every product costs 2.55, those named "EUR..." in another currency; "NONE..." is not sold. */
  private static Answer quote(io.vertx.core.eventbus.Message<Buffer> message) {
    JsonArray products = new JsonArray();
    for (Object sku : message.body().toJsonObject().getJsonArray("skus")) {
      String name = (String) sku;
      String currency = name.startsWith("EUR") ? "EUR" : "GBP";
      if (!name.startsWith("NONE")) {
        products.add(
            new JsonObject()
                .put("sku", name)
                .put("name", "A " + name)
                .put("price", new JsonObject().put("amountMinor", 255).put("currency", currency)));
      }
    }
    return new Answer(200, new JsonObject().put("products", products));
  }

  private Answer keepToken(io.vertx.core.eventbus.Message<Buffer> message) {
    JsonObject body = message.body().toJsonObject();
    if (body.getString("token").equals(BAD_TOKEN)) {
      return new Answer(422, problem(422, "unprocessable"));
    }
    synchronized (tokens) {
      tokens.add(body);
    }
    return new Answer(204, new JsonObject());
  }

  private static Answer findMember(io.vertx.core.eventbus.Message<Buffer> message) {
    String member = message.headers().get(BusHeaders.PATH_PREFIX + "memberId");
    return member.equals(ANN.sub().toString())
        ? new Answer(200, new JsonObject().put("id", member))
        : new Answer(404, problem(404, "not_found"));
  }

  private static JsonObject problem(int status, String code) {
    return new JsonObject()
        .put("type", "urn:x")
        .put("title", "no")
        .put("status", status)
        .put("detail", "no")
        .put("code", code);
  }

  static JsonObject line(String sku, int quantity) {
    return new JsonObject().put("sku", sku).put("quantity", quantity);
  }

  static JsonObject body(JsonObject... lines) {
    return new JsonObject()
        .put("lines", new JsonArray(List.of((Object[]) lines)))
        .put(
            "shippingAddress",
            new JsonObject()
                .put("name", "Ann")
                .put("line1", "1 High Street")
                .put("city", "Leeds")
                .put("postcode", "LS1 1AA")
                .put("country", "GB"))
        .put("payment", new JsonObject().put("token", "tok_good"));
  }

  /** A request as the gateway makes it; {@code headers} are pairs of name and value. */
  Future<BusReply> send(String action, Principal caller, Buffer body, String... headers) {
    MultiMap all =
        MultiMap.caseInsensitiveMultiMap()
            .set(BusHeaders.ASSERTION, TestGateway.assertion(caller, "order"));
    for (int i = 0; i < headers.length; i += 2) {
      all.set(headers[i], headers[i + 1]);
    }
    return bus.exchange("order", action, all, body, Duration.ofSeconds(20));
  }

  BusReply call(String action, Principal caller, Buffer body, String... headers) {
    return Await.success(send(action, caller, body, headers));
  }

  BusReply about(String action, Principal caller, UUID orderId, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("path.orderId", orderId.toString()));
    return call(action, caller, Buffer.buffer(), all.toArray(String[]::new));
  }

  BusReply place(Principal caller, JsonObject body, String key, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of(BusHeaders.IDEMPOTENCY_KEY, key));
    return call("placeOrder", caller, body.toBuffer(), all.toArray(String[]::new));
  }

  /** A small order of Ann's, accepted. */
  UUID placed() {
    BusReply reply = place(ANN, body(line("85123A", 2)), UUID.randomUUID().toString());
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(202);
    return UUID.fromString(reply.body().toJsonObject().getString("id"));
  }

  JsonObject order(UUID orderId) {
    return about("getOrder", BOSS, orderId).body().toJsonObject();
  }

  /** Waits until the order has ended, and gives its history. */
  List<String> historyAtEnd(UUID orderId) {
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> events(orderId, 0).getBoolean("end"));
    return types(events(orderId, 0));
  }

  JsonObject events(UUID orderId, int after) {
    return about("getOrderEvents", ANN, orderId, "query.after", Integer.toString(after))
        .body()
        .toJsonObject();
  }

  static List<String> types(JsonObject page) {
    return page.getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getString("type"))
        .toList();
  }

  /** A message that lacks what an envelope must have. */
  void publish(String exchange, String key, UUID id, String payload) {
    try {
      ConnectionFactory factory = new ConnectionFactory();
      factory.setUri(broker.uri().value());
      try (Connection connection = factory.newConnection();
          Channel channel = connection.createChannel()) {
        channel.basicPublish(
            exchange,
            key,
            new BasicProperties.Builder().messageId(id.toString()).build(),
            payload.getBytes(StandardCharsets.UTF_8));
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** A count read from outside the service. */
  long count(String sql) {
    Row row = Await.success(outside.pool().query(sql).execute()).iterator().next();
    return row.getLong(0);
  }

  /** What must be true at any time, whatever happened. */
  void checkInvariants() {
    assertThat(
            count(
                """
                SELECT count(*) FROM (
                  SELECT order_id FROM order_events GROUP BY order_id
                  HAVING count(*) <> max(version) OR min(version) <> 1) AS broken
                """))
        .as("streams with gaps")
        .isZero();
    assertThat(
            count(
                """
                SELECT count(*) FROM order_events e JOIN orders o ON o.id = e.order_id
                WHERE e.type IN ('OrderCompleted', 'OrderCompensated', 'OrderParked')
                  AND e.version <> o.version
                  AND NOT (e.type = 'OrderParked' AND EXISTS (
                    SELECT FROM order_events r
                    WHERE r.order_id = e.order_id AND r.version = e.version + 1
                      AND r.type = 'OrderResumed'))
                """))
        .as("events after the end")
        .isZero();
    assertThat(
            count(
                """
                SELECT count(*) FROM orders o
                FULL JOIN sagas s ON s.order_id = o.id
                FULL JOIN idempotency_keys k ON k.order_id = o.id
                WHERE o.id IS NULL OR s.order_id IS NULL OR k.order_id IS NULL
                """))
        .as("orders that are not whole")
        .isZero();
  }

  @Override
  public void close() {
    stopService();
    Await.success(participants.stop());
    Await.success(outside.close());
    Await.success(vertx.close());
  }
}
