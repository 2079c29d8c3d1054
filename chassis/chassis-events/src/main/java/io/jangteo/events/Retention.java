package io.jangteo.events;

import io.jangteo.runtime.config.Setting;
import java.time.Duration;

/**
 * How long messages are remembered. A duplicate must be known for longer than anything can bring
 * one back; what is parked is known for as long as it is parked.
 *
 * @param outbox also how far back messages can be published again
 */
public record Retention(
    @Setting(defaultValue = "7d", doc = "How long a published message is kept to be said again.")
        Duration outbox,
    @Setting(
            defaultValue = "30d",
            doc =
                "How long a message is known as a duplicate: longer than outbox, redelivery and"
                    + " resume together.")
        Duration inbox,
    @Setting(
            defaultValue = "14d",
            doc = "Longest time a message may lie in a queue before it is delivered.")
        Duration redelivery,
    @Setting(
            defaultValue = "7d",
            doc = "Longest time after which what stands still may be resumed and ask once more.")
        Duration resume) {
  /** More than all tries of one message with the pauses between them; first, for what follows. */
  private static final Duration TRIES = Duration.ofMinutes(10);

  static final Retention STANDARD =
      new Retention(
          Duration.ofDays(7), Duration.ofDays(30), Duration.ofDays(14), Duration.ofDays(7));

  /** The oldest rows only: nothing is searched for, and a run stays short. */
  static final String PURGE_OUTBOX =
      """
      WITH head AS (SELECT id, published_at FROM outbox ORDER BY id LIMIT 5000)
      DELETE FROM outbox
      WHERE id IN (SELECT id FROM head WHERE published_at < now() - $1::bigint * interval '1 second')
        AND published_at IS NOT NULL
      """;

  /** What is parked stays known for as long as it is parked. */
  static final String PURGE_INBOX =
      """
      DELETE FROM inbox
      WHERE ctid = ANY(ARRAY(
          SELECT ctid FROM inbox
          WHERE processed_at < now() - $1::bigint * interval '1 second'
            AND NOT EXISTS (
              SELECT FROM parked_messages AS parked
              WHERE parked.consumer = inbox.consumer
                AND parked.message_id = inbox.message_id AND parked.state = 'PARKED')
          LIMIT 5000))
      """;

  public Retention {
    Duration longest = outbox.plus(redelivery).plus(resume).plus(TRIES);
    if (inbox.compareTo(longest) <= 0) {
      throw new IllegalArgumentException(
          "inbox must be longer than outbox, redelivery and resume together, and 10 minutes");
    }
  }
}
