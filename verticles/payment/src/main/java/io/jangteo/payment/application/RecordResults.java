package io.jangteo.payment.application;

import io.jangteo.events.Messaging;
import io.jangteo.events.Transaction;
import io.jangteo.payment.domain.Decision;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Writes known answers: payment, ledger and replies in one transaction for several orders. */
public final class RecordResults {
  private final Messaging messaging;
  private final PaymentBook payments;
  private final PaymentReplies replies;

  public RecordResults(Messaging messaging, PaymentBook payments, PaymentReplies replies) {
    this.messaging = messaging;
    this.payments = payments;
    this.replies = replies;
  }

  /** Records all or none; an answer recorded before changes nothing. */
  public Future<Void> record(List<Resolution> resolutions) {
    Set<UUID> orderIds = new TreeSet<>();
    resolutions.forEach(resolution -> orderIds.add(resolution.call().orderId()));
    return messaging.transaction(
        transaction ->
            payments
                .lock(transaction, orderIds)
                .compose(ignored -> payments.load(transaction, orderIds))
                .compose(records -> save(transaction, resolutions, records)));
  }

  private Future<Void> save(
      Transaction transaction, List<Resolution> resolutions, Map<UUID, PaymentRecord> records) {
    Map<UUID, PaymentRecord> current = new LinkedHashMap<>(records);
    List<Progress> changes = new ArrayList<>();
    for (Resolution resolution : resolutions) {
      PaymentRecord record = current.get(resolution.call().orderId());
      if (record.isPending(resolution.call().step())) {
        Progress progress = progress(record, resolution);
        current.put(record.orderId(), progress.next());
        changes.add(progress);
      }
    }
    return payments
        .save(transaction, changes)
        .map(
            saved -> {
              changes.forEach(
                  change -> replies.send(transaction, change.next().orderId(), change.replies()));
              return saved;
            });
  }

  private static Progress progress(PaymentRecord record, Resolution resolution) {
    ProviderCall call = resolution.call();
    Decision decision = record.payment().settle(call.step(), call.amount(), resolution.result());
    return record.resolve(call.step(), decision);
  }
}
