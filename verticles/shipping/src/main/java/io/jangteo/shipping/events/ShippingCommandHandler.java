package io.jangteo.shipping.events;

import io.jangteo.contracts.shipping.ScheduleShipment;
import io.jangteo.events.InboundMessage;
import io.jangteo.events.MessageHandler;
import io.jangteo.events.Transaction;
import io.jangteo.shipping.application.AdvanceShipment;
import io.jangteo.shipping.application.AdvanceShipment.Advance;
import io.jangteo.shipping.application.Plan;
import io.jangteo.shipping.domain.Decision.Verdict;
import io.jangteo.shipping.domain.ServedCountries;
import io.jangteo.shipping.domain.TrackingCode;
import io.jangteo.shipping.domain.Trigger;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Obeys the commands of orders and answers each of them, a repeated one with the same answer. */
public final class ShippingCommandHandler implements MessageHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ShippingCommandHandler.class);

  private final AdvanceShipment advanceShipment;
  private final ServedCountries served;
  private final Supplier<UUID> shipmentIds;

  public ShippingCommandHandler(
      AdvanceShipment advanceShipment, ServedCountries served, Supplier<UUID> shipmentIds) {
    this.advanceShipment = advanceShipment;
    this.served = served;
    this.shipmentIds = shipmentIds;
  }

  @Override
  public Future<Void> prepare(List<InboundMessage> batch, Transaction transaction) {
    return advanceShipment.lock(
        transaction,
        batch.stream().map(message -> ShippingCommand.read(message).orderId()).distinct().toList());
  }

  @Override
  public Future<Void> handle(InboundMessage message, Transaction transaction) {
    ShippingCommand command = ShippingCommand.read(message);
    return advance(command, transaction)
        .map(advance -> answer(message, command.orderId(), advance, transaction));
  }

  private Future<Advance> advance(ShippingCommand command, Transaction transaction) {
    ScheduleShipment schedule = command.schedule();
    if (schedule == null) {
      return advanceShipment.advance(transaction, command.orderId(), Trigger.CANCEL, null);
    }
    if (!served.include(schedule.address().country())) {
      return advanceShipment.advance(
          transaction, command.orderId(), Trigger.SCHEDULE_UNSERVED, null);
    }
    UUID shipmentId = shipmentIds.get();
    Plan plan =
        new Plan(shipmentId, TrackingCode.of(shipmentId), schedule.address(), schedule.units());
    return advanceShipment.advance(transaction, command.orderId(), Trigger.SCHEDULE, plan);
  }

  private static Void answer(
      InboundMessage message, UUID orderId, Advance advance, Transaction transaction) {
    if (advance.decision().verdict() == Verdict.IMPOSSIBLE) {
      // Only a saga gone wrong asks this; its own alarm for an undo without answer tells a person.
      LOG.atError()
          .addKeyValue("orderId", orderId)
          .addKeyValue("messageId", message.id())
          .addKeyValue("status", advance.decision().status())
          .log("asked to cancel a shipment that may leave; nothing was changed or answered");
    }
    ShipmentWords.answer(transaction, message, orderId, advance);
    return null;
  }

  @Override
  public Future<Void> duplicate(InboundMessage message, Transaction transaction) {
    ShipmentWords.possibleAnswers(message).forEach(transaction::sendAgain);
    return Future.succeededFuture();
  }
}
