package io.jangteo.simulation.market;

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
import io.jangteo.simulation.engine.CrashPoint;
import io.jangteo.simulation.engine.Mutation;
import io.jangteo.simulation.engine.Tx;
import io.jangteo.simulation.market.PaymentTables.CallKey;
import io.jangteo.simulation.market.PaymentTables.CallRow;
import io.jangteo.simulation.market.PaymentTables.PaymentRow;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** The rules of the payment service's statements on simulated tables. */
final class SimPayments implements PaymentBook {
  private final PaymentTables tables;
  private final Mutation mutation;

  SimPayments(PaymentTables tables, Mutation mutation) {
    this.tables = tables;
    this.mutation = mutation;
  }

  @Override
  public Future<Void> lock(Transaction transaction, Collection<UUID> orderIds) {
    Tx tx = (Tx) transaction.connection();
    List<UUID> ids = List.copyOf(new TreeSet<>(orderIds));
    return tx.lock(tables.payments, ids)
        .map(
            ignored -> {
              for (UUID id : ids) {
                if (tx.get(tables.payments, id) == null) {
                  tx.put(tables.payments, id, new PaymentRow(Payment.UNTOUCHED, 0));
                }
              }
              return null;
            });
  }

  @Override
  public Future<Map<UUID, PaymentRecord>> load(Transaction transaction, Collection<UUID> orderIds) {
    Tx tx = (Tx) transaction.connection();
    Map<UUID, PaymentRecord> records = new TreeMap<>();
    orderIds.forEach(id -> records.put(id, record(tx, id)));
    return Future.succeededFuture(records);
  }

  private PaymentRecord record(Tx tx, UUID orderId) {
    PaymentRow row = tx.get(tables.payments, orderId);
    Map<Step, StepRecord> steps = new EnumMap<>(Step.class);
    for (Step step : Step.values()) {
      CallRow call = tx.get(tables.calls, new CallKey(orderId, step));
      if (call != null) {
        steps.put(step, new StepRecord(call.state(), call.amount(), call.commands()));
      }
    }
    return new PaymentRecord(orderId, row.payment(), row.version(), steps);
  }

  @Override
  public Future<Void> save(Transaction transaction, List<Progress> changes) {
    Tx tx = (Tx) transaction.connection();
    List<Future<Void>> posted = new ArrayList<>();
    for (Progress change : changes) {
      UUID orderId = change.next().orderId();
      Payment payment = change.next().payment();
      tx.node().note("payment", orderId, payment.status());
      Payment kept = isForgotten(tx, change) ? Payment.UNTOUCHED : payment;
      tx.put(tables.payments, orderId, new PaymentRow(kept, change.next().version()));
      change.changed().forEach(step -> save(tx, change, step));
      for (LedgerEntry entry : change.entries()) {
        tx.moments(CrashPoint.M9_CHARGED_NOT_RECORDED, tx.afterCommitPoint());
        posted.add(tx.insert(tables.ledger, new CallKey(orderId, entry.kind()), entry));
      }
      if (isTokenSpent(change)) {
        tx.put(tables.tokens, orderId, null);
      }
    }
    return Future.join(posted).mapEmpty();
  }

  private boolean isForgotten(Tx tx, Progress change) {
    UUID orderId = change.next().orderId();
    return mutation == Mutation.NO_TOMBSTONES
        && change.next().payment().status() == PaymentStatus.VOIDED
        && tx.get(tables.payments, orderId).payment().status() == PaymentStatus.NEW;
  }

  private void save(Tx tx, Progress change, Step step) {
    CallKey key = new CallKey(change.next().orderId(), step);
    CallRow before = tx.get(tables.calls, key);
    StepRecord record = change.next().steps().get(step);
    long now = tx.node().sim().now();
    boolean atOnce = before == null || change.hastened().contains(step);
    tx.put(
        tables.calls,
        key,
        new CallRow(
            step,
            record.state(),
            record.amount(),
            record.commands(),
            before == null ? 0 : before.attempts(),
            atOnce ? now : before.dueAt()));
  }

  /** As in the statement's own class. */
  private static boolean isTokenSpent(Progress change) {
    StepRecord authorization = change.next().steps().get(Step.AUTHORIZE);
    return authorization == null
        ? change.next().payment().status() == PaymentStatus.VOIDED
        : change.changed().contains(Step.AUTHORIZE) && authorization.state() == CallState.DONE;
  }
}
