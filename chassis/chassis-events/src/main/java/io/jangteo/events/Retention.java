package io.jangteo.events;

import java.time.Duration;

/**
 * How long messages are remembered.
 *
 * @param outbox how long a published message can be said again
 * @param inbox how long a message is known as a duplicate
 * @param redelivery the longest a message may lie in a queue before it is delivered
 */
record Retention(Duration outbox, Duration inbox, Duration redelivery) {
  static final Retention STANDARD =
      new Retention(Duration.ofDays(7), Duration.ofDays(30), Duration.ofDays(14));

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

  Retention {
    if (inbox.compareTo(outbox.plus(redelivery)) <= 0) {
      throw new IllegalArgumentException(
          "the inbox must remember for longer than a message can be said again and delivered late");
    }
  }
}
