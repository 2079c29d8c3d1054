package io.jangteo.inventory.persistence;

import io.jangteo.events.Transaction;
import io.jangteo.inventory.application.Stock;
import io.jangteo.inventory.domain.Entry;
import io.jangteo.inventory.domain.Line;
import io.jangteo.inventory.domain.Movement;
import io.jangteo.inventory.domain.Shortage;
import io.jangteo.inventory.domain.StockLevel;
import io.jangteo.persistence.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Stock in PostgreSQL. Each movement of an order is one statement, however many lines it has. */
public final class PgStock implements Stock {
  private final Database database;

  public PgStock(Database database) {
    this.database = database;
  }

  @Override
  public Future<Optional<StockLevel>> find(String sku) {
    return database
        .pool()
        .preparedQuery(StockSql.FIND)
        .execute(Tuple.of(sku))
        .map(PgStock::level)
        .recover(Database::translate);
  }

  @Override
  public Future<Void> lock(
      SqlConnection connection, Collection<String> skus, Collection<UUID> orderIds) {
    Tuple values =
        Tuple.tuple()
            .addArrayOfString(skus.toArray(new String[0]))
            .addArrayOfUUID(orderIds.toArray(new UUID[0]));
    return connection.preparedQuery(StockSql.LOCK).execute(values).mapEmpty();
  }

  @Override
  public Future<List<Shortage>> move(
      Transaction transaction, Movement movement, UUID orderId, List<Line> lines, int count) {
    SqlConnection connection = transaction.connection();
    return switch (movement) {
      case NONE -> Future.succeededFuture(List.of());
      case HOLD ->
          moveIfEnough(
              connection,
              StockSql.HOLD,
              Tuple.tuple()
                  .addArrayOfString(LineArrays.skus(lines))
                  .addArrayOfInteger(LineArrays.quantities(lines)),
              count);
      case TAKE_FREE -> moveIfEnough(connection, StockSql.TAKE_FREE, Tuple.of(orderId), count);
      case TAKE_HELD -> moveAll(connection, StockSql.TAKE_HELD, Tuple.of(orderId), count);
      case GIVE_BACK ->
          moveAll(connection, StockSql.GIVE_BACK, Tuple.of(new UUID[] {orderId}), count);
    };
  }

  private static Future<List<Shortage>> moveIfEnough(
      SqlConnection connection, String sql, Tuple values, int count) {
    return connection
        .preparedQuery(sql)
        .execute(values)
        .map(
            rows -> {
              List<Shortage> shortages = shortages(rows);
              if (shortages.isEmpty()) {
                requireAll(rows.iterator().next().getLong("moved"), count);
              }
              return shortages;
            });
  }

  private static List<Shortage> shortages(RowSet<Row> rows) {
    List<Shortage> shortages = new ArrayList<>();
    for (Row row : rows) {
      if (row.getString("sku") != null) {
        shortages.add(
            new Shortage(
                row.getString("sku"), row.getInteger("quantity"), row.getLong("available")));
      }
    }
    return shortages;
  }

  private static Future<List<Shortage>> moveAll(
      SqlConnection connection, String sql, Tuple values, int count) {
    return connection
        .preparedQuery(sql)
        .execute(values)
        .map(
            rows -> {
              requireAll(rows.rowCount(), count);
              return List.of();
            });
  }

  /** All lines or none: a part of them must never be committed. */
  private static void requireAll(long moved, int count) {
    if (moved != count) {
      throw new IllegalStateException("moved " + moved + " lines of " + count);
    }
  }

  @Override
  public Future<Void> giveBack(SqlConnection connection, Collection<UUID> orderIds) {
    return connection
        .preparedQuery(StockSql.GIVE_BACK)
        .execute(Tuple.of(orderIds.toArray(new UUID[0])))
        .mapEmpty();
  }

  @Override
  public Future<Optional<StockLevel>> lockLevel(
      Transaction transaction, String sku, boolean create) {
    SqlConnection connection = transaction.connection();
    Future<?> created =
        create
            ? connection.preparedQuery(StockSql.CREATE).execute(Tuple.of(sku))
            : Future.succeededFuture();
    Future<Optional<StockLevel>> locked =
        connection.preparedQuery(StockSql.LOCK_LEVEL).execute(Tuple.of(sku)).map(PgStock::level);
    return Future.all(created, locked).map(ignored -> locked.result());
  }

  @Override
  public Future<Optional<Recorded>> findEntry(Transaction transaction, Entry entry) {
    return transaction
        .connection()
        .preparedQuery(StockSql.FIND_ENTRY)
        .execute(Tuple.of(entry.sku(), entry.kind().name(), entry.reference()))
        .map(PgStock::recorded);
  }

  private static Optional<Recorded> recorded(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Optional.empty();
    }
    Row row = rows.iterator().next();
    return Optional.of(
        new Recorded(
            row.getLong("quantity"),
            // The version is not kept: it belongs to the event, which was sent the first time.
            new StockLevel(row.getLong("on_hand_after"), row.getLong("reserved_after"), 0)));
  }

  @Override
  public Future<Void> record(Transaction transaction, Entry entry, StockLevel after) {
    SqlConnection connection = transaction.connection();
    Future<RowSet<Row>> level =
        connection
            .preparedQuery(StockSql.SET_LEVEL)
            .execute(Tuple.of(entry.sku(), after.onHand(), after.version()));
    Future<RowSet<Row>> kept =
        connection
            .preparedQuery(StockSql.INSERT_ENTRY)
            .execute(
                Tuple.of(
                    entry.sku(),
                    entry.kind().name(),
                    entry.reference(),
                    entry.quantity(),
                    after.onHand(),
                    after.reserved()));
    return Future.all(level, kept).mapEmpty();
  }

  private static Optional<StockLevel> level(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Optional.empty();
    }
    Row row = rows.iterator().next();
    return Optional.of(
        new StockLevel(row.getLong("on_hand"), row.getLong("reserved"), row.getLong("version")));
  }
}
