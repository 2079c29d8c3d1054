package io.jangteo.order.persistence;

import io.jangteo.events.Transaction;
import io.jangteo.order.application.OrderHead;
import io.jangteo.order.application.OrderStore;
import io.jangteo.order.application.OrderSummary;
import io.jangteo.order.application.OrderView;
import io.jangteo.order.application.Placement;
import io.jangteo.order.application.RecordedEvent;
import io.jangteo.order.application.StoredAnswer;
import io.jangteo.order.domain.OrderEvent.OrderPlaced;
import io.jangteo.order.domain.OrderStatus;
import io.jangteo.order.domain.saga.SagaState;
import io.jangteo.persistence.Database;
import io.jangteo.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Orders in PostgreSQL. */
public final class PgOrderStore implements OrderStore {
  private static final UUID BEFORE_NONE = new UUID(-1L, -1L);

  private final Database database;

  public PgOrderStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<Lookup> lookUp(String key) {
    return database
        .pool()
        .preparedQuery(OrderSql.LOOK_UP)
        .execute(Tuple.of(key))
        .map(rows -> rows.iterator().next())
        .map(row -> new Lookup(Columns.instant(row, "now"), answer(row)))
        .recover(Database::translate);
  }

  private static Optional<StoredAnswer> answer(Row row) {
    UUID orderId = row.getUUID("order_id");
    return orderId == null
        ? Optional.empty()
        : Optional.of(
            new StoredAnswer(
                orderId, row.getBuffer("fingerprint").getBytes(), row.getString("response")));
  }

  @Override
  public Future<Optional<StoredAnswer>> place(Transaction transaction, Placement placement) {
    SqlClient connection = transaction.connection();
    return connection
        .preparedQuery(OrderSql.PLACE)
        .execute(parameters(placement))
        .compose(
            result ->
                result.rowCount() == 1
                    ? Future.succeededFuture(Optional.empty())
                    : stored(connection, placement.key()));
  }

  private static Future<Optional<StoredAnswer>> stored(SqlClient connection, String key) {
    return connection
        .preparedQuery(OrderSql.STORED_ANSWER)
        .execute(Tuple.of(key))
        .map(rows -> rows.iterator().next())
        .map(PgOrderStore::answer);
  }

  private static Tuple parameters(Placement placement) {
    SagaState saga = placement.saga();
    OrderPlaced placed = placement.placed();
    return Tuple.tuple()
        .addString(placement.key())
        .addBuffer(Buffer.buffer(placement.fingerprint()))
        .addUUID(saga.orderId())
        .addString(placement.response())
        .addOffsetDateTime(Columns.time(placement.at()))
        .addString(placement.order().status().name())
        .addString(placement.order().last().storedName())
        .addUUID(placed.memberId())
        .addUUID(placed.placedBy())
        .addLong(placed.total().amountMinor())
        .addString(placed.total().currency())
        .addString(Json.encodeToString(placed))
        .addInteger(saga.definition())
        .addString(saga.phase().name())
        .addInteger(saga.commands())
        .addString(Json.encodeToString(saga))
        .addOffsetDateTime(Columns.time(saga.wakeAt().orElse(null)));
  }

  @Override
  public Future<Optional<OrderView>> find(UUID orderId) {
    return query(OrderSql.FIND, Tuple.of(orderId), PgOrderStore::view)
        .map(found -> found.stream().findFirst());
  }

  private static OrderView view(Row row) {
    return OrderView.of(
        row.getUUID("id"),
        Json.decode(row.getString("placed"), OrderPlaced.class),
        Columns.order(row),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "updated_at"));
  }

  @Override
  public Future<List<OrderHead>> heads(Collection<UUID> orderIds) {
    Tuple ids = Tuple.of(orderIds.toArray(UUID[]::new));
    return query(
        OrderSql.HEADS,
        ids,
        row ->
            new OrderHead(
                row.getUUID("id"),
                row.getLong("version"),
                OrderStatus.valueOf(row.getString("status")),
                row.getUUID("member_id"),
                row.getUUID("placed_by")));
  }

  @Override
  public Future<List<OrderSummary>> list(UUID memberId, UUID before, int limit) {
    Tuple parameters = Tuple.of(memberId, before == null ? BEFORE_NONE : before, limit);
    return query(OrderSql.LIST, parameters, PgOrderStore::summary);
  }

  private static OrderSummary summary(Row row) {
    return new OrderSummary(
        row.getUUID("id"),
        OrderStatus.valueOf(row.getString("status")),
        Columns.total(row),
        row.getLong("version"),
        row.getUUID("member_id"),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "updated_at"),
        row.getString("reason"));
  }

  @Override
  public Future<List<RecordedEvent>> events(UUID orderId, long afterVersion) {
    return query(
        OrderSql.EVENTS,
        Tuple.of(orderId, afterVersion),
        row ->
            new RecordedEvent(
                row.getLong("version"),
                row.getString("type"),
                Columns.instant(row, "at"),
                row.getString("data")));
  }

  private <T> Future<List<T>> query(String sql, Tuple parameters, Function<Row, T> mapper) {
    return database
        .pool()
        .preparedQuery(sql)
        .collecting(Collectors.mapping(mapper, Collectors.toList()))
        .execute(parameters)
        .map(SqlResult::value)
        .recover(Database::translate);
  }
}
