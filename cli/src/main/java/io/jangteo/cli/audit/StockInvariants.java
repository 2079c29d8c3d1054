package io.jangteo.cli.audit;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Stock: never sold twice, never forgotten on a reservation. */
final class StockInvariants {
  private StockInvariants() {}

  static List<Invariant> all() {
    return List.of(
        Invariant.always(
            "S1",
            "nothing is oversold: 0 <= reserved <= on hand",
            "inventory",
            """
            SELECT sku || ': ' || reserved || ' reserved of ' || on_hand
            FROM stock WHERE on_hand < 0 OR reserved < 0 OR reserved > on_hand
            """),
        Invariant.always(
            "S2", "stock is what moved, and reserved is what is held", StockInvariants::conserved),
        Invariant.always(
            "S3", "no ended order holds stock", StockInvariants::nothingHeldByEndedOrders),
        Invariant.always(
            "S4", "an order's lines are reserved all or none", StockInvariants::allOrNothing));
  }

  private static List<String> conserved(Ledgers ledgers) throws SQLException {
    List<String> found =
        ledgers.column(
            "inventory",
            """
            SELECT s.sku || ': reserved ' || s.reserved || ', held ' || coalesce(h.held, 0)
            FROM stock s
            LEFT JOIN (SELECT sku, sum(quantity) AS held FROM reservation_lines
                       WHERE state = 'HELD' GROUP BY sku) h ON h.sku = s.sku
            WHERE s.reserved <> coalesce(h.held, 0)
            """);
    found.addAll(
        ledgers.column(
            "inventory",
            """
            SELECT s.sku || ': on hand ' || s.on_hand || ', moved ' || coalesce(m.moved, 0)
            FROM stock s
            LEFT JOIN (SELECT sku, sum(quantity) AS moved FROM stock_movements GROUP BY sku) m
              ON m.sku = s.sku
            WHERE s.on_hand <> coalesce(m.moved, 0)
            """));
    return found;
  }

  private static List<String> nothingHeldByEndedOrders(Ledgers ledgers) throws SQLException {
    Map<String, String> ended =
        ledgers.map(
            "order", "SELECT id, status FROM orders WHERE status IN ('COMPLETED', 'COMPENSATED')");
    List<String> found = new ArrayList<>();
    ledgers
        .map("inventory", "SELECT order_id, state FROM reservations")
        .forEach(
            (id, state) -> {
              String status = ended.get(id);
              String expected = "COMPLETED".equals(status) ? "COMMITTED" : "RELEASED or REFUSED";
              if (status != null && !expected.contains(state)) {
                found.add(id + " is " + status + " but its stock is " + state);
              }
            });
    Set<String> reserved = ledgers.set("inventory", "SELECT order_id FROM reservations");
    ended.forEach(
        (id, status) -> {
          if (status.equals("COMPLETED") && !reserved.contains(id)) {
            found.add(id + " is COMPLETED but never had stock");
          }
        });
    return found;
  }

  private static List<String> allOrNothing(Ledgers ledgers) throws SQLException {
    Map<String, String> ordered =
        ledgers.map(
            "order",
            """
            SELECT order_id, string_agg(sku || '=' || units, ',' ORDER BY sku COLLATE "C")
            FROM (SELECT e.order_id, l ->> 'sku' AS sku, sum((l ->> 'quantity')::bigint) AS units
                  FROM order_events e, json_array_elements(e.data -> 'lines') l
                  WHERE e.version = 1 GROUP BY 1, 2) lines
            GROUP BY order_id
            """);
    Map<String, String> held =
        ledgers.map(
            "inventory",
            """
            SELECT order_id, string_agg(sku || '=' || quantity, ',' ORDER BY sku COLLATE "C")
            FROM reservation_lines WHERE state IN ('HELD', 'COMMITTED') GROUP BY order_id
            """);
    List<String> found = new ArrayList<>();
    held.forEach(
        (id, lines) -> {
          if (ordered.containsKey(id) && !ordered.get(id).equals(lines)) {
            found.add(id + " ordered " + ordered.get(id) + ", reserved " + lines);
          }
        });
    return found;
  }
}
