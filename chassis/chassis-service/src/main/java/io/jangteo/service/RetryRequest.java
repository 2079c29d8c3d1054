package io.jangteo.service;

import io.jangteo.events.ParkedFilter;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.failure.FieldChecks;
import java.util.Set;

/** The body of {@code retryParkedMessages}; what is absent restricts nothing. */
record RetryRequest(
    String queue, String type, String reason, String aggregateId, Integer limit, Boolean dryRun) {
  static final Set<String> REASONS = Set.of("FAILED", "BLOCKED", "UNDECODABLE", "DEAD");
  static final int LIMIT_MAX = 500;
  private static final int LIMIT_USUAL = 100;

  RetryRequest {
    new FieldChecks()
        .optionalText("/queue", queue, 1, 200)
        .optionalText("/type", type, 1, 200)
        .that(reason == null || REASONS.contains(reason), "/reason", "must be one of " + REASONS)
        .that(
            aggregateId == null || Ids.parse(aggregateId).isPresent(),
            "/aggregateId",
            "must be an id")
        .range("/limit", limit == null ? LIMIT_USUAL : limit, 1, LIMIT_MAX)
        .throwIfAny();
  }

  ParkedFilter filter() {
    return new ParkedFilter(queue, type, reason, Ids.parse(aggregateId).orElse(null));
  }

  int most() {
    return limit == null ? LIMIT_USUAL : limit;
  }

  boolean isRehearsal() {
    return dryRun != null && dryRun;
  }
}
