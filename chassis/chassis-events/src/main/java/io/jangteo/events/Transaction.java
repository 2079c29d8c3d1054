package io.jangteo.events;

import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A database transaction in which messages can be sent. They are collected and written to the
 * outbox in one statement as the last act before the commit: after every row they speak of.
 */
public final class Transaction {
  private final SqlConnection connection;
  private final List<OutboundMessage> sent = new ArrayList<>();
  private final Set<UUID> repeated = new LinkedHashSet<>();

  Transaction(SqlConnection connection) {
    this.connection = connection;
  }

  public SqlConnection connection() {
    return connection;
  }

  /** Publishes the message after the commit, at least once. */
  public void send(OutboundMessage message) {
    sent.add(message);
  }

  /**
   * Publishes a message of this outbox again, with the same id. Does nothing when it is still
   * waiting for its first time, or no longer kept.
   */
  public void sendAgain(UUID messageId) {
    repeated.add(messageId);
  }

  List<OutboundMessage> sent() {
    return sent;
  }

  Set<UUID> repeated() {
    return repeated;
  }

  /** Those it leaves something to publish in, see {@link Partitions#mask}; 0 for nothing. */
  int partitions() {
    if (!repeated.isEmpty()) {
      return Partitions.ALL;
    }
    int partitions = 0;
    for (OutboundMessage message : sent) {
      partitions |= Partitions.maskOf(message.aggregateId());
    }
    return partitions;
  }
}
