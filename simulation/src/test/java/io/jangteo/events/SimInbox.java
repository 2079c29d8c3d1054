package io.jangteo.events;

import io.jangteo.events.MessageTables.Parked;
import io.jangteo.events.MessageTables.Received;
import io.jangteo.simulation.engine.CrashPoint;
import io.jangteo.simulation.engine.Mutation;
import io.jangteo.simulation.engine.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** The rules of the inbox's statements on simulated tables. */
final class SimInbox implements Inbox {
  private final MessageTables tables;
  private final String consumer;
  private final Mutation mutation;

  SimInbox(MessageTables tables, String consumer, Mutation mutation) {
    this.tables = tables;
    this.consumer = consumer;
    this.mutation = mutation;
  }

  @Override
  public Future<Recorded> record(SqlConnection connection, List<InboundMessage> messages) {
    Tx tx = (Tx) connection;
    tx.moments(CrashPoint.M7_APPLIED_NOT_COMMITTED, CrashPoint.M8_COMMITTED_NOT_ACKNOWLEDGED);
    Set<UUID> ids = new TreeSet<>();
    messages.forEach(message -> ids.add(message.id()));
    List<Received> keys = ids.stream().map(id -> new Received(consumer, id)).toList();
    return tx.lock(tables.inbox(), keys).map(ignored -> recorded(tx, keys, messages));
  }

  private Recorded recorded(Tx tx, List<Received> keys, List<InboundMessage> messages) {
    Set<UUID> fresh = new LinkedHashSet<>();
    for (Received key : keys) {
      if (tx.get(tables.inbox(), key) == null || mutation == Mutation.NO_DEDUPLICATION) {
        tx.put(tables.inbox(), key, Boolean.TRUE);
        fresh.add(key.messageId());
      }
    }
    return new Recorded(fresh, blocked(messages));
  }

  private Set<UUID> blocked(List<InboundMessage> messages) {
    Set<UUID> parked = new LinkedHashSet<>();
    tables
        .parked()
        .rows()
        .forEach(
            (key, row) -> {
              if (key.consumer().equals(consumer)) {
                parked.add(row.aggregateId());
              }
            });
    return messages.stream()
        .map(InboundMessage::aggregateId)
        .filter(parked::contains)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Override
  public Future<Void> park(
      SqlClient client, InboundMessage message, Reason reason, Object error, int attempts) {
    Tx tx = (Tx) client;
    tx.node().note("PARKED", consumer, message.type(), reason, error);
    tx.put(
        tables.parked(),
        new Received(consumer, message.id()),
        new Parked(message.type(), message.aggregateId(), reason.name(), String.valueOf(error)));
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> park(SqlClient client, Letter.Unreadable letter) {
    Tx tx = (Tx) client;
    tx.put(
        tables.parked(),
        new Received(consumer, letter.id()),
        new Parked(letter.type(), null, Reason.UNDECODABLE.name(), letter.complaint()));
    return Future.succeededFuture();
  }
}
