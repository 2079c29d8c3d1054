package io.jangteo.simulation.market;

import io.jangteo.inventory.domain.Line;
import io.jangteo.inventory.domain.Reservation;
import io.jangteo.inventory.domain.StockLevel;
import io.jangteo.simulation.engine.Db;
import io.jangteo.simulation.engine.Table;
import java.util.List;
import java.util.UUID;

/** The inventory service's own tables. */
final class StockTables {
  final Table<String, StockLevel> stock;
  final Table<UUID, ReservationRow> reservations;
  final Table<UUID, List<Line>> sales;

  /**
   * @param expiresAt microseconds
   */
  record ReservationRow(Reservation reservation, List<Line> lines, long expiresAt) {}

  StockTables(Db db) {
    stock = db.table("stock");
    reservations = db.table("reservations");
    sales = db.table("stock_sales");
  }
}
