package io.jangteo.events;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.UUID;

/**
 * A message that was put aside.
 *
 * @param place in the order of parking
 * @param queue of the subscription it came through, without the partition
 * @param aggregateId null, like what else an envelope says, for one that cannot be read
 * @param attempts at handling it, those of operators included
 * @param triedAt when an operator last had it handled in vain; null for never
 * @param resolution what became of it; null while it is parked
 * @param envelope see {@link StoredEnvelope}; null for one that could be read
 */
public record ParkedMessage(
    long place,
    UUID id,
    String queue,
    String type,
    String source,
    String aggregateType,
    UUID aggregateId,
    Long aggregateVersion,
    UUID correlationId,
    Buffer payload,
    String reason,
    String error,
    int attempts,
    Instant parkedAt,
    Instant triedAt,
    Resolution resolution,
    String envelope) {

  public boolean isParked() {
    return resolution == null;
  }

  /** Put aside only because another one of its aggregate was before it. */
  boolean isBlocked() {
    return reason.equals(Inbox.Reason.BLOCKED.name());
  }

  /**
   * How a message stopped being parked.
   *
   * @param note why, as the operator said; null where nobody has to say
   */
  public record Resolution(String kind, Instant at, UUID by, String note) {}
}
