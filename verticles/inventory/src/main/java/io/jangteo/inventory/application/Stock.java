package io.jangteo.inventory.application;

import io.jangteo.events.Transaction;
import io.jangteo.inventory.domain.Entry;
import io.jangteo.inventory.domain.Line;
import io.jangteo.inventory.domain.Movement;
import io.jangteo.inventory.domain.Shortage;
import io.jangteo.inventory.domain.StockLevel;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The stored stock of every product. */
public interface Stock {
  /** The level as last committed; empty when the product was never received. */
  Future<Optional<StockLevel>> find(String sku);

  /**
   * Locks the products named and those of the reservations named, in the one order that everybody
   * keeps, so that no two transactions wait for each other.
   */
  Future<Void> lock(SqlConnection connection, Collection<String> skus, Collection<UUID> orderIds);

  /**
   * Moves the stock of all lines of an order, or of none.
   *
   * @param lines what to hold; the other movements take the lines the reservation was made with
   * @param count how many lines there are
   * @return what was lacking; empty when the movement was made
   */
  Future<List<Shortage>> move(
      Transaction transaction, Movement movement, UUID orderId, List<Line> lines, int count);

  /** Gives back what the given reservations hold. */
  Future<Void> giveBack(SqlConnection connection, Collection<UUID> orderIds);

  /**
   * Locks one product and gives its level; empty when there is no such product.
   *
   * @param create whether a product never seen is made to exist first
   */
  Future<Optional<StockLevel>> lockLevel(Transaction transaction, String sku, boolean create);

  /** The entry recorded earlier under this product, kind and reference, if there is one. */
  Future<Optional<Recorded>> findEntry(Transaction transaction, Entry entry);

  /** Stores an entry and the level it leads to; the product must be locked. */
  Future<Void> record(Transaction transaction, Entry entry, StockLevel after);

  /** A stored entry's quantity and the level right after it. */
  record Recorded(long quantity, StockLevel after) {}
}
