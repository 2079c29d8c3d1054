package io.jangteo.cli.audit;

import io.jangteo.contracts.Subscription;
import io.jangteo.contracts.Subscriptions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether a consumer's transactions took the messages of each aggregate in the order of their
 * versions. One that was parked comes when an operator has seen to it, and is left out.
 */
final class MessageOrder {
  /** The time at which the transaction began; as text it sorts as it is. */
  private static final String HANDLED =
      """
      SELECT message_id, to_char(processed_at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS')
      FROM inbox WHERE consumer = '%1$s' AND NOT EXISTS (
        SELECT FROM parked_messages AS parked
        WHERE parked.consumer = '%1$s' AND parked.message_id = inbox.message_id)
      """;

  private static final String SENT =
      """
      SELECT aggregate_id || ' ' || event_id FROM outbox WHERE type IN (%s)
      ORDER BY aggregate_type, aggregate_id, aggregate_version
      """;

  private MessageOrder() {}

  static List<String> violations(Ledgers ledgers) throws SQLException {
    List<String> found = new ArrayList<>();
    for (Subscription subscription : Subscriptions.ALL) {
      Map<String, String> handled =
          ledgers.map(subscription.consumer(), HANDLED.formatted(subscription.queue()));
      for (String producer : MessageInvariants.producers(subscription)) {
        List<String> sent =
            ledgers.column(producer, SENT.formatted(MessageInvariants.types(subscription)));
        early(sent, handled).forEach(early -> found.add(early + " in " + subscription.queue()));
      }
    }
    return found;
  }

  /**
   * @param sent aggregate and message, by aggregate and version
   * @param handled message to when
   */
  static List<String> early(List<String> sent, Map<String, String> handled) {
    List<String> found = new ArrayList<>();
    String aggregate = "";
    String latest = "";
    for (String line : sent) {
      String[] parts = line.split(" ");
      String at = handled.get(parts[1]);
      if (at == null) {
        continue;
      }
      if (!parts[0].equals(aggregate)) {
        latest = at;
      } else if (at.compareTo(latest) < 0) {
        found.add(parts[1] + " of " + aggregate + " came before an earlier one");
      } else {
        latest = at;
      }
      aggregate = parts[0];
    }
    return found;
  }
}
