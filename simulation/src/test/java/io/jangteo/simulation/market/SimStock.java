package io.jangteo.simulation.market;

import io.jangteo.events.Transaction;
import io.jangteo.inventory.application.Stock;
import io.jangteo.inventory.domain.Entry;
import io.jangteo.inventory.domain.Line;
import io.jangteo.inventory.domain.Movement;
import io.jangteo.inventory.domain.Shortage;
import io.jangteo.inventory.domain.StockLevel;
import io.jangteo.simulation.engine.Tx;
import io.jangteo.simulation.market.StockTables.ReservationRow;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** The rules of the statements over stock on simulated tables. */
final class SimStock implements Stock {
  private final StockTables tables;

  SimStock(StockTables tables) {
    this.tables = tables;
  }

  @Override
  public Future<Void> lock(
      SqlConnection connection, Collection<String> skus, Collection<UUID> orderIds) {
    Tx tx = (Tx) connection;
    TreeSet<String> all = new TreeSet<>(skus);
    orderIds.forEach(id -> lines(tx, id).forEach(line -> all.add(line.sku())));
    return tx.lock(tables.stock, List.copyOf(all));
  }

  private List<Line> lines(Tx tx, UUID orderId) {
    ReservationRow row = tx.get(tables.reservations, orderId);
    return row == null ? List.of() : row.lines();
  }

  @Override
  public Future<List<Shortage>> move(
      Transaction transaction, Movement movement, UUID orderId, List<Line> lines, int count) {
    Tx tx = (Tx) transaction.connection();
    if (movement == Movement.NONE) {
      return Future.succeededFuture(List.of());
    }
    List<Line> moved = movement == Movement.HOLD ? lines : lines(tx, orderId);
    List<String> skus = moved.stream().map(Line::sku).sorted().toList();
    return tx.lock(tables.stock, skus).compose(ignored -> move(tx, movement, orderId, moved));
  }

  private Future<List<Shortage>> move(Tx tx, Movement movement, UUID orderId, List<Line> moved) {
    List<Shortage> shortages = movement.isConditional() ? shortages(tx, moved) : List.of();
    if (!shortages.isEmpty()) {
      return Future.succeededFuture(shortages);
    }
    moved.forEach(line -> move(tx, movement, line));
    boolean sold = movement == Movement.TAKE_HELD || movement == Movement.TAKE_FREE;
    return sold
        ? tx.insert(tables.sales, orderId, moved).map(List.of())
        : Future.succeededFuture(List.of());
  }

  private List<Shortage> shortages(Tx tx, List<Line> lines) {
    List<Shortage> shortages = new ArrayList<>();
    for (Line line : lines) {
      StockLevel level = level(tx, line.sku());
      if (level.available() < line.quantity()) {
        shortages.add(new Shortage(line.sku(), line.quantity(), level.available()));
      }
    }
    return shortages;
  }

  private void move(Tx tx, Movement movement, Line line) {
    StockLevel level = level(tx, line.sku());
    int quantity = line.quantity();
    boolean sold = movement == Movement.TAKE_HELD || movement == Movement.TAKE_FREE;
    long reserved =
        switch (movement) {
          case HOLD -> quantity;
          case TAKE_HELD, GIVE_BACK -> -quantity;
          case TAKE_FREE, NONE -> 0;
        };
    tx.put(
        tables.stock,
        line.sku(),
        new StockLevel(
            level.onHand() - (sold ? quantity : 0), level.reserved() + reserved, level.version()));
  }

  private StockLevel level(Tx tx, String sku) {
    StockLevel level = tx.get(tables.stock, sku);
    return level == null ? StockLevel.NOTHING : level;
  }

  @Override
  public Future<Void> giveBack(SqlConnection connection, Collection<UUID> orderIds) {
    Tx tx = (Tx) connection;
    return tx.run(
        () ->
            orderIds.forEach(
                id -> lines(tx, id).forEach(line -> move(tx, Movement.GIVE_BACK, line))));
  }

  @Override
  public Future<Optional<StockLevel>> find(String sku) {
    throw new UnsupportedOperationException("find");
  }

  @Override
  public Future<Optional<StockLevel>> lockLevel(
      Transaction transaction, String sku, boolean create) {
    throw new UnsupportedOperationException("lockLevel");
  }

  @Override
  public Future<Optional<Recorded>> findEntry(Transaction transaction, Entry entry) {
    throw new UnsupportedOperationException("findEntry");
  }

  @Override
  public Future<Void> record(Transaction transaction, Entry entry, StockLevel after) {
    throw new UnsupportedOperationException("record");
  }
}
