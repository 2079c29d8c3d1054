package io.jangteo.payment.events;

import io.jangteo.contracts.MessageType;
import io.jangteo.events.InboundMessage;
import io.jangteo.events.MessageHandler;
import io.jangteo.events.Transaction;
import io.jangteo.payment.application.ObeyCommand;
import io.jangteo.payment.application.PaymentBook;
import io.jangteo.payment.domain.Command;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Commands of the saga. Their transaction only notes what is to be asked of the provider. */
public final class PaymentCommandHandler implements MessageHandler {
  private final PaymentBook payments;
  private final ObeyCommand obey;
  private final Runnable wakeCaller;

  /**
   * @param wakeCaller called when there may be calls to make
   */
  public PaymentCommandHandler(PaymentBook payments, ObeyCommand obey, Runnable wakeCaller) {
    this.payments = payments;
    this.obey = obey;
    this.wakeCaller = wakeCaller;
  }

  @Override
  public Future<Void> prepare(List<InboundMessage> batch, Transaction transaction) {
    Set<UUID> orderIds = new TreeSet<>();
    batch.forEach(message -> orderIds.add(message.aggregateId()));
    return payments.lock(transaction, orderIds);
  }

  @Override
  public Future<Void> handle(InboundMessage message, Transaction transaction) {
    Command command = Commands.read(message);
    return obey.obey(transaction, message.aggregateId(), message.id(), command);
  }

  /** Whichever of the possible replies was given is given again; the others were never sent. */
  @Override
  public Future<Void> duplicate(InboundMessage message, Transaction transaction) {
    for (MessageType<?> type : Commands.repliesTo(message)) {
      transaction.sendAgain(ReplyMessages.replyId(message.id(), type));
    }
    return Future.succeededFuture();
  }

  @Override
  public void committed(List<InboundMessage> batch) {
    wakeCaller.run();
  }
}
