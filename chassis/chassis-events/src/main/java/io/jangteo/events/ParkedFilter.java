package io.jangteo.events;

import java.util.UUID;

/** Which of the parked messages are meant; null is any. */
public record ParkedFilter(String queue, String type, String reason, UUID aggregateId) {
  public static final ParkedFilter ALL = new ParkedFilter(null, null, null, null);
}
