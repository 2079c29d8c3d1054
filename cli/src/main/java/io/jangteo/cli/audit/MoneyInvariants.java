package io.jangteo.cli.audit;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Money: nothing made, nothing lost, nothing taken twice or for nothing. */
final class MoneyInvariants {
  private static final Set<String> NOTHING_HELD =
      Set.of("NEW", "DECLINED", "VOIDED", "CAPTURE_REFUSED", "REFUNDED");

  private static final String CAPTURES =
      "SELECT order_id, coalesce(captured_minor, 0)::text FROM payments";

  private MoneyInvariants() {}

  static List<Invariant> all() {
    return List.of(
        Invariant.always(
            "M1",
            "every ledger entry sums to zero, and so does the ledger",
            MoneyInvariants::ledgerBalances),
        Invariant.always(
            "M2",
            "one charge per order, here and in the provider's own log",
            MoneyInvariants::oneCharge),
        Invariant.always(
            "M3", "an ended order has money and goods, or neither", MoneyInvariants::moneyForGoods),
        Invariant.always(
            "M4", "what is captured is the total that was accepted", MoneyInvariants::priceFixed));
  }

  private static List<String> ledgerBalances(Ledgers ledgers) throws SQLException {
    List<String> found =
        ledgers.column(
            "payment",
            """
            SELECT 'entry ' || entry_id || ' sums to ' || sum(amount_minor)
            FROM ledger_lines GROUP BY entry_id, currency HAVING sum(amount_minor) <> 0
            """);
    found.addAll(
        ledgers.column(
            "payment",
            """
            SELECT currency || ' sums to ' || sum(amount_minor)
            FROM ledger_lines GROUP BY currency HAVING sum(amount_minor) <> 0
            """));
    return found;
  }

  private static List<String> oneCharge(Ledgers ledgers) throws SQLException {
    List<String> found =
        ledgers.column(
            "payment",
            """
            SELECT order_id || ' took ' || captured_minor || ' of ' || authorized_minor
              || ' and gave back ' || refunded_minor
            FROM payments
            WHERE coalesce(captured_minor, 0) > coalesce(authorized_minor, 0)
               OR coalesce(refunded_minor, 0) > coalesce(captured_minor, 0)
            """);
    found.addAll(
        ledgers.column(
            "sandbox",
            """
            SELECT split_part(idempotency_key, ':', 1) || ' was charged ' || count(*) || ' times'
            FROM operations WHERE kind = 'CAPTURE' AND outcome = 'DONE'
            GROUP BY split_part(idempotency_key, ':', 1) HAVING count(*) > 1
            """));
    // The provider is read later than we are: what we recorded it must have done before.
    Map<String, String> charged =
        ledgers.map(
            "sandbox",
            """
            SELECT split_part(idempotency_key, ':', 1), sum(amount_minor)::text
            FROM operations WHERE kind = 'CAPTURE' AND outcome = 'DONE' GROUP BY 1
            """);
    for (Map.Entry<String, String> ours : ledgers.map("payment", CAPTURES).entrySet()) {
      String theirs = charged.getOrDefault(ours.getKey(), "0");
      if (!ours.getValue().equals("0") && !ours.getValue().equals(theirs)) {
        found.add(ours.getKey() + ": we recorded " + ours.getValue() + ", the provider " + theirs);
      }
    }
    return found;
  }

  private static List<String> moneyForGoods(Ledgers ledgers) throws SQLException {
    Map<String, String> statuses =
        ledgers.map(
            "order",
            "SELECT id, status || ' ' || total_minor FROM orders"
                + " WHERE status IN ('COMPLETED', 'COMPENSATED')");
    Map<String, String> payments =
        ledgers.map(
            "payment",
            "SELECT order_id, status || ' '"
                + " || coalesce(captured_minor, 0) - coalesce(refunded_minor, 0) FROM payments");
    Map<String, String> shipments =
        ledgers.map("shipping", "SELECT order_id, status FROM shipments");
    List<String> found = new ArrayList<>();
    statuses.forEach(
        (id, status) -> {
          String payment = payments.getOrDefault(id, "NEW 0");
          String shipment = shipments.getOrDefault(id, "none");
          boolean holds =
              status.startsWith("COMPLETED ")
                  ? isPaidAndSent(status, payment, shipment)
                  : isUntouched(payment, shipment);
          if (!holds) {
            found.add(id + " is " + status + ", payment " + payment + ", shipment " + shipment);
          }
        });
    found.addAll(heldWithoutAnOpenPayment(ledgers));
    return found;
  }

  private static boolean isPaidAndSent(String status, String payment, String shipment) {
    String total = status.substring("COMPLETED ".length());
    return (payment.equals("CAPTURED " + total) || payment.startsWith("REFUND"))
        && Set.of("SCHEDULED", "READY", "HANDED_OVER", "DELIVERED").contains(shipment);
  }

  private static boolean isUntouched(String payment, String shipment) {
    String[] parts = payment.split(" ");
    return NOTHING_HELD.contains(parts[0])
        && parts[1].equals("0")
        && Set.of("none", "CANCELLED", "REFUSED").contains(shipment);
  }

  private static List<String> heldWithoutAnOpenPayment(Ledgers ledgers) throws SQLException {
    return ledgers.column(
        "payment",
        """
        SELECT e.order_id || ' holds ' || sum(l.amount_minor) || ' though it is ' || p.status
        FROM ledger_entries e
        JOIN ledger_lines l ON l.entry_id = e.id AND l.account = 'HELD'
        JOIN payments p ON p.order_id = e.order_id
        WHERE p.status IN ('DECLINED', 'VOIDED', 'CAPTURED', 'REFUNDED')
        GROUP BY e.order_id, p.status HAVING sum(l.amount_minor) <> 0
        """);
  }

  private static List<String> priceFixed(Ledgers ledgers) throws SQLException {
    Map<String, String> totals = ledgers.map("order", "SELECT id, total_minor::text FROM orders");
    List<String> found = new ArrayList<>();
    ledgers
        .map("payment", CAPTURES)
        .forEach(
            (id, captured) -> {
              String total = totals.get(id);
              if (!captured.equals("0") && total != null && !captured.equals(total)) {
                found.add(id + ": accepted at " + total + ", captured " + captured);
              }
            });
    return found;
  }
}
