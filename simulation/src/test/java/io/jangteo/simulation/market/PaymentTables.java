package io.jangteo.simulation.market;

import io.jangteo.contracts.Money;
import io.jangteo.payment.application.CallState;
import io.jangteo.payment.domain.CardToken;
import io.jangteo.payment.domain.LedgerEntry;
import io.jangteo.payment.domain.Payment;
import io.jangteo.payment.domain.Step;
import io.jangteo.simulation.engine.Db;
import io.jangteo.simulation.engine.Table;
import java.util.List;
import java.util.UUID;

/** The payment service's own tables. */
final class PaymentTables {
  final Table<UUID, PaymentRow> payments;
  final Table<CallKey, CallRow> calls;
  final Table<UUID, CardToken> tokens;
  final Table<CallKey, LedgerEntry> ledger;

  /** A payment, with the messages sent about it. */
  record PaymentRow(Payment payment, long version) {}

  /** One step, or one kind of ledger entry, of one order. */
  record CallKey(UUID orderId, String step) {
    CallKey(UUID orderId, Step step) {
      this(orderId, step.name());
    }
  }

  /**
   * @param dueAt microseconds
   */
  record CallRow(
      Step step, CallState state, Money amount, List<UUID> commands, int attempts, long dueAt) {
    CallRow claimed(long until) {
      return new CallRow(step, state, amount, commands, attempts + 1, until);
    }

    CallRow due(long at) {
      return new CallRow(step, state, amount, commands, attempts, at);
    }
  }

  PaymentTables(Db db) {
    payments = db.table("payments");
    calls = db.table("provider_calls");
    tokens = db.table("card_tokens");
    ledger = db.table("ledger");
  }
}
