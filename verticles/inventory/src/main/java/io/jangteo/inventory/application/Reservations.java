package io.jangteo.inventory.application;

import io.jangteo.events.Transaction;
import io.jangteo.inventory.domain.Decision.Outcome;
import io.jangteo.inventory.domain.Line;
import io.jangteo.inventory.domain.Reservation;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The stored reservations. Every method uses the transaction it is given. */
public interface Reservations {
  /** Locks those that exist, in one order. */
  Future<Void> lock(Transaction transaction, Collection<UUID> orderIds);

  /** {@link Reservation#UNSEEN} when there is none. */
  Future<Reservation> find(Transaction transaction, UUID orderId);

  /**
   * Stores where the reservation stands now and counts one answer. Fails when somebody else changed
   * it since {@code before} was read.
   *
   * @param lines kept with a reservation that was unseen before, ignored otherwise
   */
  Future<Void> save(
      Transaction transaction, UUID orderId, Reservation before, Outcome outcome, List<Line> lines);

  /**
   * Locks at most {@code limit} reservations that are held beyond their time and that nobody else
   * works on; gives their orders.
   */
  Future<List<UUID>> lockExpired(SqlConnection connection, int limit);

  /** Marks held reservations as run out. */
  Future<Void> expire(SqlConnection connection, Collection<UUID> orderIds);
}
