package io.jangteo.order.application;

import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.inventory.CommitStock;
import io.jangteo.contracts.inventory.ReleaseStock;
import io.jangteo.contracts.inventory.ReserveStock;
import io.jangteo.contracts.order.OrderCompensated;
import io.jangteo.contracts.order.OrderCompleted;
import io.jangteo.contracts.order.OrderMessages;
import io.jangteo.contracts.order.OrderParked;
import io.jangteo.contracts.payment.AuthorizePayment;
import io.jangteo.contracts.payment.CapturePayment;
import io.jangteo.contracts.payment.VoidPayment;
import io.jangteo.contracts.shipping.CancelShipment;
import io.jangteo.contracts.shipping.ScheduleShipment;
import io.jangteo.events.OutboundMessage;
import io.jangteo.events.Transaction;
import io.jangteo.order.domain.OrderEvent;
import io.jangteo.order.domain.OrderEvent.OrderPlaced;
import io.jangteo.order.domain.OrderLines;
import io.jangteo.order.domain.Step;
import io.jangteo.order.domain.saga.Direction;
import io.jangteo.order.domain.saga.Effect.SendCommand;
import io.jangteo.order.domain.saga.SagaDefinition;
import io.jangteo.runtime.Ids;
import java.util.UUID;

/** Turns effects of a saga into messages. */
final class SagaOutbox {
  /** Commands are counted per saga, facts by the order's version: two sequences, two names. */
  private static final String SAGA = "saga";

  private static final String ORDER = "order";

  private SagaOutbox() {}

  /** The same for every sending of that command. */
  static UUID commandId(UUID orderId, SendCommand command) {
    String name = command.step() + ":" + command.direction();
    return Ids.named(orderId, command.round() == 0 ? name : name + ":" + command.round());
  }

  static void send(Transaction transaction, LoadedSaga loaded, SendCommand command) {
    UUID orderId = loaded.orderId();
    UUID id = commandId(orderId, command);
    if (command.repeated()) {
      transaction.sendAgain(id);
      return;
    }
    MessageType<?> type =
        SagaDefinition.of(loaded.saga().definition())
            .line(command.step())
            .command(command.direction());
    Object payload =
        command.direction() == Direction.DO
            ? deed(loaded, command.step())
            : undo(orderId, command.step());
    transaction.send(
        new OutboundMessage(id, type, SAGA, orderId, command.sequence(), orderId, payload));
  }

  private static Object deed(LoadedSaga loaded, Step step) {
    UUID orderId = loaded.orderId();
    return switch (step) {
      case AUTHORIZE -> new AuthorizePayment(orderId, loaded.total());
      case RESERVE -> new ReserveStock(orderId, OrderLines.bySku(loaded.placed().lines()));
      case SCHEDULE ->
          new ScheduleShipment(
              orderId,
              loaded.placed().shippingAddress(),
              OrderLines.units(loaded.placed().lines()));
      case CAPTURE -> new CapturePayment(orderId, loaded.total());
      case COMMIT -> new CommitStock(orderId);
    };
  }

  private static Object undo(UUID orderId, Step step) {
    return switch (step) {
      case AUTHORIZE -> new VoidPayment(orderId);
      case RESERVE -> new ReleaseStock(orderId);
      case SCHEDULE -> new CancelShipment(orderId);
      case CAPTURE, COMMIT -> throw new IllegalArgumentException(step + " has no undo");
    };
  }

  /**
   * @param version of the order with that event
   */
  static void emit(Transaction transaction, LoadedSaga loaded, OrderEvent event, long version) {
    UUID orderId = loaded.orderId();
    if (event instanceof OrderPlaced placed) {
      publish(transaction, OrderMessages.PLACED, orderId, version, announced(orderId, placed));
    } else if (event instanceof OrderEvent.OrderCompleted) {
      OrderCompleted payload = new OrderCompleted(orderId, loaded.total());
      publish(transaction, OrderMessages.COMPLETED, orderId, version, payload);
    } else if (event instanceof OrderEvent.OrderCompensated compensated) {
      OrderCompensated payload = new OrderCompensated(orderId, compensated.reason());
      publish(transaction, OrderMessages.COMPENSATED, orderId, version, payload);
    } else if (event instanceof OrderEvent.OrderParked parked) {
      OrderParked payload = new OrderParked(orderId, parked.reason());
      publish(transaction, OrderMessages.PARKED, orderId, version, payload);
    } else {
      throw new IllegalArgumentException(event.type() + " is not told to others");
    }
  }

  private static io.jangteo.contracts.order.OrderPlaced announced(
      UUID orderId, OrderPlaced placed) {
    return new io.jangteo.contracts.order.OrderPlaced(
        orderId,
        placed.memberId(),
        placed.total(),
        placed.lines().size(),
        OrderLines.units(placed.lines()));
  }

  private static <T> void publish(
      Transaction transaction, MessageType<T> type, UUID orderId, long version, T payload) {
    UUID id = Ids.named(orderId, type.name());
    transaction.send(new OutboundMessage(id, type, ORDER, orderId, version, orderId, payload));
  }
}
