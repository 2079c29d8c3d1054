package io.jangteo.service;

import io.jangteo.events.OutboxReplay;
import io.jangteo.events.ParkedMessage;
import io.jangteo.events.Retry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Messages as operators read them; the component names are the public representation. */
final class MessageViews {
  private MessageViews() {}

  /**
   * A page of a list; {@code next} is the value of {@code after} for the next one.
   *
   * @param unowned dead letters that no service owns
   */
  record Page(List<Parked> items, Long next, int unowned) {
    static Page of(List<ParkedMessage> messages, int limit, int unowned) {
      Long next = messages.size() < limit ? null : messages.get(messages.size() - 1).place();
      return new Page(
          messages.stream().map(message -> Parked.of(message, null)).toList(), next, unowned);
    }
  }

  record Parked(
      UUID id,
      long place,
      String queue,
      String type,
      String source,
      String aggregateType,
      UUID aggregateId,
      Long aggregateVersion,
      UUID correlationId,
      String reason,
      String error,
      int attempts,
      Instant parkedAt,
      Instant triedAt,
      String payload,
      ParkedMessage.Resolution resolution) {

    static Parked withPayload(ParkedMessage message) {
      return of(message, message.payload().toString(StandardCharsets.UTF_8));
    }

    private static Parked of(ParkedMessage message, String payload) {
      return new Parked(
          message.id(),
          message.place(),
          message.queue(),
          message.type(),
          message.source(),
          message.aggregateType(),
          message.aggregateId(),
          message.aggregateVersion(),
          message.correlationId(),
          message.reason(),
          message.error(),
          message.attempts(),
          message.parkedAt(),
          message.triedAt(),
          payload,
          message.resolution());
    }
  }

  record Retries(boolean dryRun, List<Retry> items) {}

  record Replay(
      boolean dryRun, long messages, Long next, List<OutboxReplay.Count> types, Instant oldest) {
    static Replay of(OutboxReplay.Found found) {
      long messages = found.types().stream().mapToLong(OutboxReplay.Count::messages).sum();
      return new Replay(true, messages, null, found.types(), found.oldest());
    }

    static Replay of(OutboxReplay.Said said) {
      return new Replay(false, said.messages(), said.next(), null, null);
    }
  }
}
