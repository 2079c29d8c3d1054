package io.jangteo.order.application;

import io.jangteo.order.domain.saga.SagaMessage;
import java.util.UUID;

/**
 * What a participant answered, as it was received.
 *
 * @param orderId whose saga it is for
 * @param type name of the message's type
 */
public record SagaAnswer(UUID orderId, UUID messageId, String type, String payload) {
  /** Understands answers. */
  @FunctionalInterface
  public interface Reader {
    /** What it means to the saga. */
    SagaMessage read(SagaAnswer answer);
  }
}
