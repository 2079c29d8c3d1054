package io.jangteo.cli.audit;

import io.jangteo.marketplace.home.Home;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Orders: none invented, none twice, each with a lawful history and an end. */
final class OrderInvariants {
  private static final String HISTORIES =
      "SELECT order_id, string_agg(type, ',' ORDER BY version) FROM order_events GROUP BY order_id";

  private final Home home;

  OrderInvariants(Home home) {
    this.home = home;
  }

  List<Invariant> all() {
    return List.of(
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
    if (!Files.isDirectory(home.journals())) {
      return found;
    }
    try (Stream<Path> journals = Files.list(home.journals())) {
      for (Path journal : journals.filter(p -> p.toString().endsWith(".jsonl")).toList()) {
        found.addAll(notInJournal(ledgers, journal));
      }
    }
    return found;
  }

  private static List<String> notInJournal(Ledgers ledgers, Path journal)
      throws SQLException, IOException {
    String prefix = "replay-" + journal.getFileName().toString().replace(".jsonl", "") + "-";
    Set<String> attempted = new HashSet<>();
    for (String line : Files.readAllLines(journal)) {
      if (line.contains("\"invoke\"")) {
        attempted.add(Json.LENIENT.readTree(line).path("key").asText());
      }
    }
    return ledgers
        .column(
            "order", "SELECT key FROM idempotency_keys WHERE starts_with(key, '" + prefix + "')")
        .stream()
        .filter(key -> !attempted.contains(key))
        .map(key -> "key " + key + " was never sent")
        .toList();
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
