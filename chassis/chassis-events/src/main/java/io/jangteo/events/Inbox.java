package io.jangteo.events;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What one subscription has processed, and what it has put aside. */
interface Inbox {
  /**
   * Records the messages and tells which of them are new, and which of their aggregates are held
   * back. Waits for whoever is just now processing one of them.
   */
  Future<Recorded> record(SqlConnection connection, List<InboundMessage> messages);

  Future<Void> park(
      SqlClient client, InboundMessage message, Reason reason, Object error, int attempts);

  /** For one that has an id, but not much else. */
  Future<Void> park(SqlClient client, Letter.Unreadable letter);

  /** Why a message was put aside. */
  enum Reason {
    /** Its handler kept failing. */
    FAILED,
    /** An earlier one of its aggregate is parked. */
    BLOCKED,
    /** It cannot be read. */
    UNDECODABLE,
    /** The broker gave it up: its consumers died of it, again and again. */
    DEAD
  }

  /**
   * @param fresh ids of the messages not seen before
   * @param blocked aggregates of which something is parked
   */
  record Recorded(Set<UUID> fresh, Set<UUID> blocked) {}
}
