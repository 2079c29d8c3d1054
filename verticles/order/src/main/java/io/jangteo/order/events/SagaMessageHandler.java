package io.jangteo.order.events;

import io.jangteo.events.InboundMessage;
import io.jangteo.events.MessageHandler;
import io.jangteo.events.Transaction;
import io.jangteo.order.application.AdvanceSagas;
import io.jangteo.order.application.OrderWaiters;
import io.jangteo.order.application.SagaAnswer;
import io.vertx.core.Future;
import java.util.List;

/**
 * Takes what the participants answer. A whole batch is decided when it is prepared: its sagas are
 * loaded by one statement and written by one, however many there are.
 */
public final class SagaMessageHandler implements MessageHandler {
  private final AdvanceSagas sagas;
  private final OrderWaiters waiters;

  public SagaMessageHandler(AdvanceSagas sagas, OrderWaiters waiters) {
    this.sagas = sagas;
    this.waiters = waiters;
  }

  @Override
  public Future<Void> prepare(List<InboundMessage> batch, Transaction transaction) {
    List<SagaAnswer> answers = batch.stream().map(SagaReplies::addressed).toList();
    return answers.isEmpty() ? Future.succeededFuture() : sagas.advance(transaction, answers);
  }

  /** Nothing is left to do: see {@link #prepare}. */
  @Override
  public Future<Void> handle(InboundMessage message, Transaction transaction) {
    return Future.succeededFuture();
  }

  @Override
  public void committed(List<InboundMessage> batch) {
    waiters.nudge(batch.stream().map(InboundMessage::aggregateId).distinct().toList());
  }
}
