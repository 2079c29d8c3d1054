package io.jangteo.simulation.market;

import io.jangteo.payment.application.CallState;
import io.jangteo.payment.application.ProviderCall;
import io.jangteo.payment.application.ProviderCalls;
import io.jangteo.payment.domain.Payment;
import io.jangteo.payment.domain.Step;
import io.jangteo.simulation.engine.SimTransactions;
import io.jangteo.simulation.engine.Tx;
import io.jangteo.simulation.market.PaymentTables.CallKey;
import io.jangteo.simulation.market.PaymentTables.CallRow;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Leases of provider calls. */
final class SimProviderCalls implements ProviderCalls {
  private final SimTransactions transactions;
  private final PaymentTables tables;

  SimProviderCalls(SimTransactions transactions, PaymentTables tables) {
    this.transactions = transactions;
    this.tables = tables;
  }

  @Override
  public Future<List<ProviderCall>> claim(int most, Duration lease) {
    return transactions.transaction(
        connection -> {
          Tx tx = (Tx) connection;
          List<CallKey> due = due(tx, most);
          return tx.lock(tables.calls, due).map(ignored -> claim(tx, due, lease));
        });
  }

  private List<CallKey> due(Tx tx, int most) {
    long now = tx.node().sim().now();
    return tables.calls.rows().entrySet().stream()
        .filter(e -> e.getValue().state() == CallState.PENDING && e.getValue().dueAt() <= now)
        .sorted(Comparator.comparingLong(entry -> entry.getValue().dueAt()))
        .map(Map.Entry::getKey)
        .filter(key -> tx.free(tables.calls, key))
        .limit(most)
        .toList();
  }

  private List<ProviderCall> claim(Tx tx, List<CallKey> due, Duration lease) {
    List<ProviderCall> calls = new ArrayList<>();
    for (CallKey key : due) {
      CallRow row = tx.get(tables.calls, key);
      CallRow claimed = row.claimed(tx.node().sim().now() + lease.toNanos() / 1000);
      tx.put(tables.calls, key, claimed);
      Payment payment = tables.payments.get(key.orderId()).payment();
      boolean needsToken = row.step() == Step.AUTHORIZE;
      calls.add(
          new ProviderCall(
              key.orderId(),
              row.step(),
              row.amount(),
              claimed.attempts(),
              payment.status().isUndoing(row.step()),
              needsToken ? Optional.ofNullable(tables.tokens.get(key.orderId())) : Optional.empty(),
              payment.authorizationRef(),
              payment.captureRef()));
    }
    return calls;
  }

  @Override
  public Future<Void> postpone(ProviderCall call, Duration pause) {
    CallKey key = new CallKey(call.orderId(), call.step());
    return transactions.transaction(
        connection -> {
          Tx tx = (Tx) connection;
          return tx.lock(tables.calls, List.of(key))
              .map(
                  ignored -> {
                    CallRow row = tx.get(tables.calls, key);
                    if (row.attempts() == call.attempt() && row.state() == CallState.PENDING) {
                      long at = tx.node().sim().now() + pause.toNanos() / 1000;
                      tx.put(tables.calls, key, row.due(at));
                    }
                    return null;
                  });
        });
  }
}
