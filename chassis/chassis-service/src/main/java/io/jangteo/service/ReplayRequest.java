package io.jangteo.service;

import io.jangteo.events.OutboxReplay;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.failure.FieldChecks;
import java.time.DateTimeException;
import java.time.Instant;

/** The body of {@code replayMessages}; what is absent restricts nothing, but something must. */
record ReplayRequest(
    String from,
    String to,
    String aggregateId,
    String type,
    Integer limit,
    Long after,
    Boolean dryRun) {
  private static final int LIMIT_MAX = 500;
  private static final int LIMIT_USUAL = 100;

  ReplayRequest {
    new FieldChecks()
        .that(from != null || aggregateId != null, "/from", "is required without aggregateId")
        .that(
            from == null || time(from) != null,
            "/from",
            "must be a time such as 2026-01-31T12:00:00Z")
        .that(to == null || time(to) != null, "/to", "must be a time such as 2026-01-31T12:00:00Z")
        .that(areInOrder(from, to), "/to", "must be after from")
        .that(
            aggregateId == null || Ids.parse(aggregateId).isPresent(),
            "/aggregateId",
            "must be an id")
        .optionalText("/type", type, 1, 200)
        .range("/limit", limit == null ? LIMIT_USUAL : limit, 1, LIMIT_MAX)
        .range("/after", after == null ? 0 : after, 0, Long.MAX_VALUE)
        .throwIfAny();
  }

  private static boolean areInOrder(String from, String to) {
    if (from == null || to == null || time(from) == null || time(to) == null) {
      return true;
    }
    return time(from).isBefore(time(to));
  }

  private static Instant time(String text) {
    if (text == null) {
      return null;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  OutboxReplay.Span span() {
    return new OutboxReplay.Span(time(from), time(to), Ids.parse(aggregateId).orElse(null), type);
  }

  int most() {
    return limit == null ? LIMIT_USUAL : limit;
  }

  long begin() {
    return after == null ? 0 : after;
  }

  boolean isRehearsal() {
    return dryRun != null && dryRun;
  }
}
