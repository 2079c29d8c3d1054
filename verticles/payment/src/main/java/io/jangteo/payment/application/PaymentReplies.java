package io.jangteo.payment.application;

import io.jangteo.events.Transaction;
import java.util.List;
import java.util.UUID;

/** Sends replies; the same command is always answered under the same message id. */
public interface PaymentReplies {
  void send(Transaction transaction, UUID orderId, List<Progress.NumberedReply> replies);
}
