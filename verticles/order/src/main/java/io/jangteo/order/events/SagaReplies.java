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
import io.jangteo.order.application.SagaAnswer;
import io.jangteo.order.domain.Step;
import io.jangteo.order.domain.saga.SagaMessage;
import io.jangteo.order.domain.saga.SagaMessage.StepDone;
import io.jangteo.order.domain.saga.SagaMessage.StepRefused;
import io.jangteo.order.domain.saga.SagaMessage.StepUndone;
import io.jangteo.runtime.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** What the participants' events mean to the saga: one line per event. */
public final class SagaReplies {
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

  private record Reply<T>(
      MessageType<T> type, Function<T, UUID> orderId, Function<T, SagaMessage> meaning) {
    UUID addressee(InboundMessage message) {
      return orderId.apply(message.as(type));
    }

    SagaMessage read(SagaAnswer answer) {
      return meaning.apply(Json.decode(answer.payload(), type.payload()));
    }
  }

  /**
   * Whose saga it is for.
   *
   * @throws UndecodableMessageException when it is none of the events above, or not of its shape
   */
  static SagaAnswer addressed(InboundMessage message) {
    Reply<?> reply = REPLIES.get(message.type());
    if (reply == null) {
      throw new UndecodableMessageException(message.type() + " is no answer to a saga", null);
    }
    UUID orderId = reply.addressee(message);
    if (orderId == null) {
      throw new UndecodableMessageException(message.type() + " names no order", null);
    }
    String payload = message.payload().toString(StandardCharsets.UTF_8);
    return new SagaAnswer(orderId, message.id(), message.type(), payload);
  }

  /** What an answer that has an addressee means to its saga. */
  public static SagaMessage read(SagaAnswer answer) {
    return REPLIES.get(answer.type()).read(answer);
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
