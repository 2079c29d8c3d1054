package io.jangteo.payment.application;

import io.jangteo.events.Transaction;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Payments, their steps and the ledger. */
public interface PaymentBook {
  /** Locks the orders' payments in one order for all, making those that are not there. */
  Future<Void> lock(Transaction transaction, Collection<UUID> orderIds);

  /** Reads payments that the transaction has locked. */
  Future<Map<UUID, PaymentRecord>> load(Transaction transaction, Collection<UUID> orderIds);

  /** Writes payments that the transaction has locked. */
  Future<Void> save(Transaction transaction, List<Progress> changes);
}
