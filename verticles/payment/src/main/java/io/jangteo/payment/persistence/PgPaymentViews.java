package io.jangteo.payment.persistence;

import io.jangteo.contracts.Money;
import io.jangteo.payment.application.PaymentView;
import io.jangteo.payment.application.PaymentView.Entry;
import io.jangteo.payment.application.PaymentView.Line;
import io.jangteo.payment.application.PaymentViews;
import io.jangteo.payment.domain.PaymentStatus;
import io.jangteo.persistence.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Payments as callers see them, read from PostgreSQL. */
public final class PgPaymentViews implements PaymentViews {
  private final Pool pool;

  public PgPaymentViews(Database database) {
    this.pool = database.pool();
  }

  @Override
  public Future<Optional<PaymentView>> find(UUID orderId) {
    Tuple id = Tuple.of(orderId);
    return pool.preparedQuery(PaymentSql.VIEW)
        .execute(id)
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture(Optional.<PaymentView>empty())
                    : pool.preparedQuery(PaymentSql.ENTRIES)
                        .execute(id)
                        .map(lines -> Optional.of(view(orderId, rows.iterator().next(), lines))))
        .recover(Database::translate);
  }

  private static PaymentView view(UUID orderId, Row row, Iterable<Row> lines) {
    String currency = row.getString("currency");
    return new PaymentView(
        orderId,
        shown(PaymentStatus.valueOf(row.getString("status"))),
        money(row.getLong("authorized_minor"), currency),
        money(row.getLong("captured_minor"), currency),
        money(row.getLong("refunded_minor"), currency),
        entries(lines));
  }

  /** Callers need not know why an undo takes its time. */
  private static String shown(PaymentStatus status) {
    return switch (status) {
      case AUTHORIZING_TO_VOID, VOIDING -> "VOIDING";
      case CAPTURING_TO_UNDO, REFUNDING -> "REFUNDING";
      case NEW, AUTHORIZING, AUTHORIZED, DECLINED, VOIDED -> status.name();
      case CAPTURING, CAPTURED, CAPTURE_REFUSED, REFUNDED -> status.name();
    };
  }

  private static List<Entry> entries(Iterable<Row> rows) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Row row : rows) {
      entries
          .computeIfAbsent(
              row.getString("kind"),
              kind -> new Entry(kind, row.getOffsetDateTime("occurred_at"), new ArrayList<>()))
          .lines()
          .add(
              new Line(
                  row.getString("account"),
                  row.getLong("amount_minor"),
                  row.getString("currency")));
    }
    return List.copyOf(entries.values());
  }

  private static Money money(Long minor, String currency) {
    return minor == null ? null : new Money(minor, currency);
  }
}
