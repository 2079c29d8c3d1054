package io.jangteo.payment.application;

import io.jangteo.events.Transaction;
import io.jangteo.payment.domain.Command;
import io.jangteo.runtime.crash.CrashPoint;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Applies one command to the payment it is about. */
public final class ObeyCommand {
  private final PaymentBook payments;
  private final PaymentReplies replies;

  public ObeyCommand(PaymentBook payments, PaymentReplies replies) {
    this.payments = payments;
    this.replies = replies;
  }

  /** The payment must be locked by the transaction already. */
  public Future<Void> obey(Transaction transaction, UUID orderId, UUID commandId, Command command) {
    return payments
        .load(transaction, List.of(orderId))
        .compose(records -> apply(transaction, records, orderId, commandId, command));
  }

  private Future<Void> apply(
      Transaction transaction,
      Map<UUID, PaymentRecord> records,
      UUID orderId,
      UUID commandId,
      Command command) {
    CrashPoint.COMPENSATING.passIf(command instanceof Command.VoidHold, "VOID");
    PaymentRecord record = records.get(orderId);
    Progress progress = record.obey(record.payment().decide(command), commandId);
    return payments
        .save(transaction, List.of(progress))
        .map(
            saved -> {
              replies.send(transaction, orderId, progress.replies());
              return saved;
            });
  }
}
