package io.jangteo.events;

import java.util.UUID;

/**
 * What came of handling a parked message again.
 *
 * @param aggregateId null for one that cannot be read
 * @param detail why it did not go well, or what it waits for; null when there is nothing to say
 */
public record Retry(UUID id, String type, UUID aggregateId, Outcome outcome, String detail) {
  /** What there is. */
  public enum Outcome {
    /** Its effect is there, and it is no longer parked. */
    DONE,
    /** Its effect was there before; it is no longer parked. */
    DUPLICATE,
    /** Its handler failed once more. */
    FAILED,
    /** One of its aggregate is parked before it. */
    BLOCKED,
    /** It still cannot be read. */
    UNREADABLE,
    /** It is no longer parked. */
    RESOLVED,
    /** Its subscription is no longer one of this service. */
    UNHEARD
  }

  static Retry of(ParkedMessage message, Outcome outcome, String detail) {
    return new Retry(message.id(), message.type(), message.aggregateId(), outcome, detail);
  }
}
