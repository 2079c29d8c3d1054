package io.jangteo.order.events;

import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.inventory.InventoryMessages;
import io.jangteo.contracts.inventory.StockCommitRefused;
import io.jangteo.contracts.inventory.StockCommitted;
import io.jangteo.contracts.inventory.StockReleased;
import io.jangteo.contracts.inventory.StockReserved;
import io.jangteo.contracts.inventory.StockUnavailable;
import io.jangteo.contracts.payment.PaymentAuthorized;
import io.jangteo.contracts.payment.PaymentCaptureRefused;
import io.jangteo.contracts.payment.PaymentCaptured;
import io.jangteo.contracts.payment.PaymentDeclined;
import io.jangteo.contracts.payment.PaymentMessages;
import io.jangteo.contracts.payment.PaymentVoided;
import io.jangteo.contracts.shipping.ShipmentCancelled;
import io.jangteo.contracts.shipping.ShipmentRefused;
import io.jangteo.contracts.shipping.ShipmentScheduled;
import io.jangteo.contracts.shipping.ShippingMessages;
import io.jangteo.events.InboundMessage;
import io.jangteo.events.UndecodableMessageException;
import io.jangteo.order.domain.Step;
import io.jangteo.order.domain.saga.SagaMessage;
import io.jangteo.order.domain.saga.SagaMessage.StepDone;
import io.jangteo.order.domain.saga.SagaMessage.StepRefused;
import io.jangteo.order.domain.saga.SagaMessage.StepUndone;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** What the participants' events mean to the saga: one line per event. */
final class SagaReplies {
  private static final int REASON_LENGTH_MAX = 200;
  private static final Map<String, Reply<?>> REPLIES = new HashMap<>();

  static {
    done(PaymentMessages.AUTHORIZED, PaymentAuthorized::orderId, Step.AUTHORIZE);
    done(InventoryMessages.RESERVED, StockReserved::orderId, Step.RESERVE);
    done(PaymentMessages.CAPTURED, PaymentCaptured::orderId, Step.CAPTURE);
    done(InventoryMessages.COMMITTED, StockCommitted::orderId, Step.COMMIT);
    refused(
        PaymentMessages.DECLINED,
        PaymentDeclined::orderId,
        Step.AUTHORIZE,
        PaymentDeclined::reason);
    refused(
        InventoryMessages.UNAVAILABLE,
        StockUnavailable::orderId,
        Step.RESERVE,
        StockUnavailable::reason);
    refused(
        ShippingMessages.REFUSED, ShipmentRefused::orderId, Step.SCHEDULE, ShipmentRefused::reason);
    refused(
        PaymentMessages.CAPTURE_REFUSED,
        PaymentCaptureRefused::orderId,
        Step.CAPTURE,
        PaymentCaptureRefused::reason);
    refused(
        InventoryMessages.COMMIT_REFUSED,
        StockCommitRefused::orderId,
        Step.COMMIT,
        StockCommitRefused::reason);
    undone(PaymentMessages.VOIDED, PaymentVoided::orderId, Step.AUTHORIZE);
    undone(InventoryMessages.RELEASED, StockReleased::orderId, Step.RESERVE);
    undone(ShippingMessages.CANCELLED, ShipmentCancelled::orderId, Step.SCHEDULE);
    on(
        ShippingMessages.SCHEDULED,
        ShipmentScheduled::orderId,
        scheduled -> new StepDone(Step.SCHEDULE, scheduled.trackingCode()));
  }

  private SagaReplies() {}

  /** A reply and the order it is about. */
  record Addressed(UUID orderId, SagaMessage message) {}

  private record Reply<T>(
      MessageType<T> type, Function<T, UUID> orderId, Function<T, SagaMessage> meaning) {
    Addressed read(InboundMessage message) {
      T payload = message.as(type);
      return new Addressed(orderId.apply(payload), meaning.apply(payload));
    }
  }

  /**
   * @throws UndecodableMessageException when it is none of the events above, or not of its shape
   */
  static Addressed read(InboundMessage message) {
    Reply<?> reply = REPLIES.get(message.type());
    if (reply == null) {
      throw new UndecodableMessageException(message.type() + " is no answer to a saga", null);
    }
    Addressed addressed = reply.read(message);
    if (addressed.orderId() == null) {
      throw new UndecodableMessageException(message.type() + " names no order", null);
    }
    return addressed;
  }

  private static <T> void done(MessageType<T> type, Function<T, UUID> orderId, Step step) {
    on(type, orderId, payload -> new StepDone(step, null));
  }

  private static <T> void refused(
      MessageType<T> type, Function<T, UUID> orderId, Step step, Function<T, String> reason) {
    on(type, orderId, payload -> new StepRefused(step, shortened(reason.apply(payload))));
  }

  private static <T> void undone(MessageType<T> type, Function<T, UUID> orderId, Step step) {
    on(type, orderId, payload -> new StepUndone(step));
  }

  private static <T> void on(
      MessageType<T> type, Function<T, UUID> orderId, Function<T, SagaMessage> meaning) {
    REPLIES.put(type.name(), new Reply<>(type, orderId, meaning));
  }

  private static String shortened(String reason) {
    return reason == null || reason.length() <= REASON_LENGTH_MAX
        ? reason
        : reason.substring(0, REASON_LENGTH_MAX);
  }
}
