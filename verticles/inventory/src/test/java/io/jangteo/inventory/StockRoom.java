package io.jangteo.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Subscriptions;
import io.jangteo.contracts.inventory.CommitStock;
import io.jangteo.contracts.inventory.InventoryMessages;
import io.jangteo.contracts.inventory.ReleaseStock;
import io.jangteo.contracts.inventory.ReserveStock;
import io.jangteo.contracts.inventory.StockLine;
import io.jangteo.events.InboundMessage;
import io.jangteo.events.Messaging;
import io.jangteo.events.Transaction;
import io.jangteo.inventory.application.EntryOutcome;
import io.jangteo.inventory.application.RecordEntry;
import io.jangteo.inventory.application.ReleaseExpired;
import io.jangteo.inventory.application.SettleReservation;
import io.jangteo.inventory.domain.Entry;
import io.jangteo.inventory.domain.EntryKind;
import io.jangteo.inventory.domain.StockLevel;
import io.jangteo.inventory.events.StockCommandHandler;
import io.jangteo.inventory.events.StockEvents;
import io.jangteo.inventory.persistence.PgReservations;
import io.jangteo.inventory.persistence.PgStock;
import io.jangteo.persistence.Database;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.health.Health;
import io.jangteo.runtime.json.Json;
import io.jangteo.testing.Await;
import io.jangteo.testing.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The inside of the inventory service on a database of its own, handed messages directly. */
final class StockRoom implements AutoCloseable {
  private static final String MISCOUNTED =
      """
      SELECT s.sku FROM stock s
      WHERE s.reserved <> (SELECT coalesce(sum(r.quantity), 0) FROM reservation_lines r
                           WHERE r.sku = s.sku AND r.state = 'HELD')
         OR s.on_hand <> (SELECT coalesce(sum(m.quantity), 0) FROM stock_movements m
                          WHERE m.sku = s.sku)
      """;

  private static final String RECEIVE_ONE_OF_EACH =
      """
      WITH received AS (
        INSERT INTO stock (sku, on_hand, version) SELECT sku, 1, 1 FROM unnest($1::text[]) AS sku
        RETURNING sku)
      INSERT INTO stock_entries (sku, kind, reference, quantity, on_hand_after, reserved_after)
      SELECT sku, 'RECEIPT', 'seed', 1, 1, 0 FROM received
      """;

  final Vertx vertx = Vertx.vertx();
  private final AtomicInteger repetitions = new AtomicInteger();
  final Database database;
  final Messaging messaging;
  final PgStock stock;
  final StockCommandHandler handler;
  final RecordEntry recordEntry;
  final ReleaseExpired releaseExpired;

  StockRoom() {
    database =
        Await.success(
            Database.open(vertx, TestServers.database("inventory"), "db/chassis", "db/inventory"));
    stock = new PgStock(database);
    PgReservations reservations = new PgReservations(Duration.ofMinutes(15));
    handler = new StockCommandHandler(new SettleReservation(reservations, stock));
    messaging =
        Await.success(
            Messaging.of(
                    vertx,
                    "inventory",
                    database,
                    TestServers.freshBroker(),
                    new Health(),
                    new SimpleMeterRegistry())
                .publishes(InventoryMessages.EVENTS)
                .subscriptions(Subscriptions.ALL)
                .start());
    recordEntry = new RecordEntry(messaging, stock, StockEvents::announce);
    releaseExpired =
        new ReleaseExpired(vertx, database, reservations, stock, Duration.ofMinutes(1), 2);
  }

  static StockLine line(String sku, int quantity) {
    return new StockLine(sku, quantity);
  }

  static InboundMessage reserve(UUID order, StockLine... lines) {
    return message(InventoryMessages.RESERVE, order, new ReserveStock(order, Arrays.asList(lines)));
  }

  static InboundMessage commit(UUID order) {
    return message(InventoryMessages.COMMIT, order, new CommitStock(order));
  }

  static InboundMessage release(UUID order) {
    return message(InventoryMessages.RELEASE, order, new ReleaseStock(order));
  }

  private static <T> InboundMessage message(MessageType<T> type, UUID order, T payload) {
    UUID id = Ids.named(order, type.name());
    return new InboundMessage(
        id, type.name(), "order", "order", order, 1, order, Json.encode(payload));
  }

  /** Handles the messages as one batch, in a transaction; messages of one order in order. */
  Future<Void> obey(InboundMessage... batch) {
    repetitions.decrementAndGet();
    return messaging.transaction(
        transaction -> {
          repetitions.incrementAndGet();
          return handle(transaction, batch);
        });
  }

  /** How often a batch was run again, which only a deadlock makes happen. */
  int repetitions() {
    return repetitions.get();
  }

  private Future<Void> handle(Transaction transaction, InboundMessage... batch) {
    return handler
        .prepare(List.of(batch), transaction)
        .compose(
            ignored -> {
              List<Future<Void>> all = new ArrayList<>();
              Future<Void> last = Future.succeededFuture();
              UUID lastOrder = null;
              for (InboundMessage message : batch) {
                Future<Void> before =
                    message.aggregateId().equals(lastOrder) ? last : Future.succeededFuture();
                last = before.compose(done -> handler.handle(message, transaction));
                lastOrder = message.aggregateId();
                all.add(last);
              }
              return Future.join(all).mapEmpty();
            });
  }

  void receive(String sku, long quantity) {
    Entry receipt = new Entry(EntryKind.RECEIPT, sku, quantity, "seed " + Ids.next());
    assertThat(Await.success(recordEntry.record(receipt)))
        .isInstanceOf(EntryOutcome.Accepted.class);
  }

  /** One unit of each, booked as a receipt is, in one statement. */
  void receiveOneOfEach(List<String> skus) {
    Await.success(
        database
            .pool()
            .preparedQuery(RECEIVE_ONE_OF_EACH)
            .execute(Tuple.of(skus.toArray(String[]::new))));
  }

  /** How often each kind of answer was given, all orders together. */
  List<String> answerCounts() {
    return texts(
        "SELECT type || ' ' || count(*) FROM outbox WHERE type LIKE 'stock.reserved%' OR type LIKE"
            + " 'stock.unavailable%' GROUP BY type");
  }

  /** How many units are held of how many products. */
  List<String> heldUnits() {
    return texts("SELECT reserved || ' of ' || count(*) FROM stock GROUP BY reserved");
  }

  private List<String> texts(String sql) {
    List<String> values = new ArrayList<>();
    for (Row row : Await.success(database.pool().query(sql).execute())) {
      values.add(row.getString(0));
    }
    return values;
  }

  StockLevel level(String sku) {
    return Await.success(stock.find(sku)).orElseThrow();
  }

  /** Types of the answers given for the order, in the order they were given. */
  List<String> answers(UUID order) {
    return column("SELECT type FROM outbox WHERE aggregate_id = $1 ORDER BY id", order);
  }

  List<String> payloads(UUID order) {
    return column("SELECT payload FROM outbox WHERE aggregate_id = $1 ORDER BY id", order);
  }

  String state(UUID order) {
    return column("SELECT state FROM reservations WHERE order_id = $1", order).get(0);
  }

  private List<String> column(String sql, UUID order) {
    List<String> values = new ArrayList<>();
    for (Row row : Await.success(database.pool().preparedQuery(sql).execute(Tuple.of(order)))) {
      values.add(row.getString(0));
    }
    return values;
  }

  void letExpire(UUID order) {
    Await.success(
        database
            .pool()
            .preparedQuery("UPDATE reservations SET expires_at = now() WHERE order_id = $1")
            .execute(Tuple.of(order)));
  }

  /** What must hold whatever has happened. */
  void assertBooksBalance() {
    assertThat(Await.success(database.pool().query(MISCOUNTED).execute()).size()).isZero();
  }

  @Override
  public void close() {
    Await.success(messaging.drain(Duration.ofSeconds(5)));
    Await.success(database.close());
    Await.success(vertx.close());
  }
}
