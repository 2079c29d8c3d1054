package io.jangteo.payment.persistence;

import io.jangteo.contracts.Money;
import io.jangteo.events.Transaction;
import io.jangteo.payment.application.CallState;
import io.jangteo.payment.application.PaymentBook;
import io.jangteo.payment.application.PaymentRecord;
import io.jangteo.payment.application.PaymentRecord.StepRecord;
import io.jangteo.payment.application.Progress;
import io.jangteo.payment.domain.LedgerEntry;
import io.jangteo.payment.domain.Payment;
import io.jangteo.payment.domain.PaymentStatus;
import io.jangteo.payment.domain.Step;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Payments in PostgreSQL. The statements of one call are pipelined on the one connection. */
public final class PgPayments implements PaymentBook {
  private static final UUID[] NO_IDS = {};

  @Override
  public Future<Void> lock(Transaction transaction, Collection<UUID> orderIds) {
    SqlConnection connection = transaction.connection();
    Tuple ids = ids(orderIds);
    return Future.all(
            connection.preparedQuery(PaymentSql.ADD_MISSING).execute(ids),
            connection.preparedQuery(PaymentSql.LOCK).execute(ids))
        .mapEmpty();
  }

  @Override
  public Future<Map<UUID, PaymentRecord>> load(Transaction transaction, Collection<UUID> orderIds) {
    return transaction
        .connection()
        .preparedQuery(PaymentSql.LOAD)
        .execute(ids(orderIds))
        .map(PgPayments::read);
  }

  private static Map<UUID, PaymentRecord> read(Iterable<Row> rows) {
    Map<UUID, PaymentRecord> records = new HashMap<>();
    for (Row row : rows) {
      records.merge(row.getUUID("order_id"), record(row), PgPayments::joined);
    }
    return records;
  }

  private static PaymentRecord record(Row row) {
    return new PaymentRecord(
        row.getUUID("order_id"), payment(row), row.getLong("version"), step(row));
  }

  private static PaymentRecord joined(PaymentRecord one, PaymentRecord other) {
    Map<Step, StepRecord> steps = new HashMap<>(one.steps());
    steps.putAll(other.steps());
    return new PaymentRecord(one.orderId(), one.payment(), one.version(), steps);
  }

  private static Payment payment(Row row) {
    String currency = row.getString("currency");
    return new Payment(
        PaymentStatus.valueOf(row.getString("status")),
        money(row.getLong("authorized_minor"), currency),
        money(row.getLong("captured_minor"), currency),
        money(row.getLong("refunded_minor"), currency),
        row.getString("authorization_ref"),
        row.getString("capture_ref"),
        row.getString("reason"));
  }

  private static Map<Step, StepRecord> step(Row row) {
    if (row.getString("step") == null) {
      return Map.of();
    }
    StepRecord record =
        new StepRecord(
            CallState.valueOf(row.getString("state")),
            money(row.getLong("amount_minor"), row.getString("currency")),
            List.of(row.getArrayOfUUIDs("command_ids")));
    return Map.of(Step.valueOf(row.getString("step")), record);
  }

  @Override
  public Future<Void> save(Transaction transaction, List<Progress> changes) {
    SqlConnection connection = transaction.connection();
    List<Tuple> payments = new ArrayList<>();
    List<Tuple> steps = new ArrayList<>();
    List<Tuple> entries = new ArrayList<>();
    List<UUID> tokensSpent = new ArrayList<>();
    for (Progress change : changes) {
      UUID orderId = change.next().orderId();
      payments.add(row(change.next()));
      change.changed().forEach(step -> steps.add(row(change, step)));
      change.entries().forEach(entry -> entries.add(row(orderId, entry)));
      if (isTokenSpent(change)) {
        tokensSpent.add(orderId);
      }
    }
    Future<?> forgotten =
        tokensSpent.isEmpty()
            ? Future.succeededFuture()
            : connection.preparedQuery(PaymentSql.FORGET_TOKENS).execute(ids(tokensSpent));
    return Future.all(
            write(connection, PaymentSql.SAVE_PAYMENT, payments),
            write(connection, PaymentSql.SAVE_STEP, steps),
            write(connection, PaymentSql.POST, entries),
            forgotten)
        .mapEmpty();
  }

  private static Future<?> write(SqlConnection connection, String sql, List<Tuple> rows) {
    if (rows.isEmpty()) {
      return Future.succeededFuture();
    }
    return rows.size() == 1
        ? connection.preparedQuery(sql).execute(rows.get(0))
        : connection.preparedQuery(sql).executeBatch(rows);
  }

  /** The token is for the authorisation alone: it goes when that has ended, or is never to be. */
  private static boolean isTokenSpent(Progress change) {
    StepRecord authorization = change.next().steps().get(Step.AUTHORIZE);
    return authorization == null
        ? change.next().payment().status() == PaymentStatus.VOIDED
        : change.changed().contains(Step.AUTHORIZE) && authorization.state() == CallState.DONE;
  }

  private static Tuple row(PaymentRecord record) {
    Payment payment = record.payment();
    Money authorized = payment.authorized();
    return Tuple.tuple()
        .addUUID(record.orderId())
        .addString(payment.status().name())
        .addString(authorized == null ? null : authorized.currency())
        .addLong(minor(authorized))
        .addLong(minor(payment.captured()))
        .addLong(minor(payment.refunded()))
        .addString(payment.authorizationRef())
        .addString(payment.captureRef())
        .addString(payment.reason())
        .addLong(record.version());
  }

  private static Tuple row(Progress change, Step step) {
    StepRecord record = change.next().steps().get(step);
    return Tuple.tuple()
        .addUUID(change.next().orderId())
        .addString(step.name())
        .addString(record.state().name())
        .addLong(minor(record.amount()))
        .addArrayOfUUID(record.commands().toArray(NO_IDS))
        .addBoolean(change.hastened().contains(step));
  }

  private static Tuple row(UUID orderId, LedgerEntry entry) {
    List<LedgerEntry.Line> lines = entry.lines();
    return Tuple.tuple()
        .addUUID(orderId)
        .addString(entry.kind().name())
        .addString(entry.currency())
        .addArrayOfString(lines.stream().map(l -> l.account().name()).toArray(String[]::new))
        .addArrayOfLong(lines.stream().map(LedgerEntry.Line::amountMinor).toArray(Long[]::new));
  }

  private static Tuple ids(Collection<UUID> orderIds) {
    return Tuple.tuple().addArrayOfUUID(orderIds.toArray(NO_IDS));
  }

  private static Money money(Long minor, String currency) {
    return minor == null ? null : new Money(minor, currency);
  }

  private static Long minor(Money money) {
    return money == null ? null : money.amountMinor();
  }
}
