package io.jangteo.cli.audit;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Orders: none invented, none twice, each with a lawful history and an end. */
final class OrderInvariants {
  private static final String HISTORIES =
      "SELECT order_id, string_agg(type, ',' ORDER BY version) FROM order_events GROUP BY order_id";

  private final ReplayJournals journals;

  OrderInvariants(ReplayJournals journals) {
    this.journals = journals;
  }

  List<Invariant> all() {
    return List.of(
        Invariant.always(
            "O1",
            "every order whose end a client was told is there, as it was told",
            this::noneLost),
        Invariant.always("O2", "every order was asked for by somebody", this::noPhantoms),
        Invariant.always(
            "O3",
            "a key leads to one order, and an order has one key",
            "order",
            """
            SELECT 'order ' || order_id || ' has ' || count(*) || ' keys'
            FROM idempotency_keys GROUP BY order_id HAVING count(*) > 1
            """),
        Invariant.always(
            "O4",
            "an order's events are numbered 1 to n, and n is its version",
            "order",
            """
            SELECT o.id || ' at version ' || o.version || ' has ' || count(e.version)
              || ' events from ' || min(e.version) || ' to ' || max(e.version)
            FROM orders o LEFT JOIN order_events e ON e.order_id = o.id
            GROUP BY o.id
            HAVING count(e.version) <> o.version OR min(e.version) <> 1 OR max(e.version) <> o.version
            """),
        Invariant.always(
            "O5",
            "every event is lawful after the one before",
            ledgers -> judged(ledgers, OrderHistory::illegalTransition)),
        Invariant.always(
            "O6", "an order ends once, and nothing follows", OrderInvariants::endsOnce),
        Invariant.always("O7", "every saga ends in time", OrderInvariants::sagasEnd),
        Invariant.always(
            "O8",
            "what a compensated order had done is undone once, in reverse",
            ledgers -> judged(ledgers, OrderHistory::incompleteCompensation)));
  }

  /** Each order came in under a key; those of a replay under one that its journal holds. */
  private List<String> noPhantoms(Ledgers ledgers) throws SQLException, IOException {
    List<String> found =
        ledgers.column(
            "order",
            """
            SELECT 'order ' || o.id || ' came in under no key' FROM orders o
            LEFT JOIN idempotency_keys k ON k.order_id = o.id WHERE k.key IS NULL
            UNION ALL
            SELECT 'key ' || k.key || ' leads to no order' FROM idempotency_keys k
            LEFT JOIN orders o ON o.id = k.order_id WHERE o.id IS NULL
            """);
    for (Map.Entry<String, Set<String>> journal : journals.attempted().entrySet()) {
      found.addAll(notAttempted(ledgers, journal.getKey(), journal.getValue()));
    }
    return found;
  }

  private static List<String> notAttempted(Ledgers ledgers, String prefix, Set<String> attempted)
      throws SQLException {
    return ledgers
        .column(
            "order", "SELECT key FROM idempotency_keys WHERE starts_with(key, '" + prefix + "')")
        .stream()
        .filter(key -> !attempted.contains(key))
        .map(key -> "key " + key + " was never sent")
        .toList();
  }

  /** Of a replay; other clients keep no journal. */
  private List<String> noneLost(Ledgers ledgers) throws SQLException {
    if (journals.answered().isEmpty()) {
      return List.of();
    }
    Map<String, String> stored =
        ledgers.map(
            "order",
            """
            SELECT k.key, o.id || ' over ' || o.total_minor
            FROM idempotency_keys k JOIN orders o ON o.id = k.order_id
            """);
    List<String> found = new ArrayList<>();
    journals
        .answered()
        .forEach(
            (key, order) -> {
              String told = order.orderId() + " over " + order.total();
              String there = stored.getOrDefault(key, "nothing");
              if (!told.equals(there)) {
                found.add("key " + key + " was answered " + told + " and leads to " + there);
              }
            });
    return found;
  }

  private static List<String> judged(
      Ledgers ledgers, Function<List<String>, Optional<String>> judge) throws SQLException {
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, String> history : ledgers.map("order", HISTORIES).entrySet()) {
      List<String> events = Arrays.asList(history.getValue().split(","));
      judge.apply(events).ifPresent(wrong -> found.add(history.getKey() + ": " + wrong));
    }
    return found;
  }

  private static List<String> endsOnce(Ledgers ledgers) throws SQLException {
    List<String> found = judged(ledgers, OrderHistory::wrongEnd);
    found.addAll(
        ledgers.column(
            "order",
            """
            SELECT o.id || ' is ' || o.status || ' but its saga is ' || s.phase
            FROM orders o JOIN sagas s ON s.order_id = o.id
            WHERE (o.status IN ('COMPLETED', 'COMPENSATED', 'PARKED')
                   OR s.phase IN ('COMPLETED', 'COMPENSATED', 'PARKED'))
              AND o.status <> s.phase
            """));
    return found;
  }

  private static List<String> sagasEnd(Ledgers ledgers) throws SQLException {
    return ledgers.column(
        "order",
        """
        SELECT o.id || ' is still ' || o.status || ', accepted ' || o.created_at
          || ', to be woken ' || coalesce(s.wake_at::text, 'never')
        FROM orders o LEFT JOIN sagas s ON s.order_id = o.id
        WHERE s.order_id IS NULL
           OR (o.status IN ('PENDING', 'COMPENSATING')
               AND (s.wake_at IS NULL OR s.wake_at < now() - interval '60 s'
                    OR (o.status = 'PENDING' AND o.created_at < now() - interval '240 s')))
        """);
  }
}
