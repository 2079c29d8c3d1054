package io.jangteo.shipping.events;

import io.jangteo.contracts.order.OrderCompleted;
import io.jangteo.contracts.order.OrderMessages;
import io.jangteo.events.InboundMessage;
import io.jangteo.events.MessageHandler;
import io.jangteo.events.Transaction;
import io.jangteo.events.UndecodableMessageException;
import io.jangteo.shipping.application.AdvanceShipment;
import io.jangteo.shipping.application.AdvanceShipment.Advance;
import io.jangteo.shipping.domain.Decision.Verdict;
import io.jangteo.shipping.domain.Trigger;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a shipment leave once its order has completed. */
public final class OrderEventHandler implements MessageHandler {
  private static final Logger LOG = LoggerFactory.getLogger(OrderEventHandler.class);

  private final AdvanceShipment advanceShipment;

  public OrderEventHandler(AdvanceShipment advanceShipment) {
    this.advanceShipment = advanceShipment;
  }

  @Override
  public Future<Void> prepare(List<InboundMessage> batch, Transaction transaction) {
    return advanceShipment.lock(
        transaction, batch.stream().map(OrderEventHandler::orderId).distinct().toList());
  }

  @Override
  public Future<Void> handle(InboundMessage message, Transaction transaction) {
    UUID orderId = orderId(message);
    return advanceShipment
        .advance(transaction, orderId, Trigger.ORDER_COMPLETED, null)
        .map(advance -> report(orderId, advance));
  }

  private static UUID orderId(InboundMessage message) {
    OrderCompleted completed = message.as(OrderMessages.COMPLETED);
    if (completed.orderId() == null) {
      throw new UndecodableMessageException(message.type() + " needs an orderId", null);
    }
    return completed.orderId();
  }

  private static Void report(UUID orderId, Advance advance) {
    if (advance.decision().verdict() == Verdict.IMPOSSIBLE) {
      LOG.atError()
          .addKeyValue("orderId", orderId)
          .addKeyValue("status", advance.decision().status())
          .log("an order has completed without a shipment");
    }
    return null;
  }
}
