package io.jangteo.events;

import io.jangteo.events.MessageTables.AggregateVersion;
import io.jangteo.events.MessageTables.OutboxEntry;
import io.jangteo.runtime.json.Json;
import io.jangteo.simulation.engine.Db;
import io.jangteo.simulation.engine.Mutation;
import io.jangteo.simulation.engine.SimTransactions;
import io.jangteo.simulation.engine.Tx;
import io.vertx.core.Future;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The rules of the outbox's statements on simulated tables. */
final class SimOutbox implements Outbox {
  private final SimTransactions transactions;
  private final MessageTables tables;
  private final Set<String> types;
  private final Mutation mutation;

  SimOutbox(
      SimTransactions transactions, MessageTables tables, Set<String> types, Mutation mutation) {
    this.transactions = transactions;
    this.tables = tables;
    this.types = types;
    this.mutation = mutation;
  }

  @Override
  public Future<Void> flush(Transaction transaction) {
    List<OutboundMessage> sent = transaction.sent();
    Set<UUID> repeated = transaction.repeated();
    if (sent.isEmpty() && repeated.isEmpty()) {
      return Future.succeededFuture();
    }
    Tx tx = (Tx) transaction.connection();
    if (mutation == Mutation.OUTBOX_APART) {
      tx.afterCommit(
          () ->
              transactions.transaction(
                  apart -> write((Tx) apart, List.copyOf(sent), repeated).mapEmpty()));
      return Future.succeededFuture();
    }
    return write(tx, sent, repeated);
  }

  private Future<Void> write(Tx tx, List<OutboundMessage> sent, Set<UUID> repeated) {
    Map<UUID, OutboundMessage> distinct = new LinkedHashMap<>();
    for (OutboundMessage message : sent) {
      if (!types.contains(message.type().name())) {
        return Future.failedFuture(new IllegalStateException(message.type().name()));
      }
      distinct.putIfAbsent(message.id(), message);
    }
    Future<Void> written = Future.succeededFuture();
    for (OutboundMessage message : distinct.values()) {
      written = written.compose(ignored -> insert(tx, message));
    }
    return written.compose(ignored -> repeat(tx, repeated));
  }

  private Future<Void> insert(Tx tx, OutboundMessage message) {
    return tx.lock(tables.outbox(), List.of(message.id()))
        .compose(
            ignored -> {
              OutboxEntry present = tx.get(tables.outbox(), message.id());
              if (present != null) {
                tx.put(tables.outbox(), message.id(), present.again(0, 0));
                return Future.succeededFuture();
              }
              AggregateVersion version =
                  new AggregateVersion(
                      message.aggregateType(), message.aggregateId(), message.aggregateVersion());
              tx.put(tables.outbox(), message.id(), new OutboxEntry(row(message), -1, 0));
              return tx.insert(tables.versions(), version, message.id());
            });
  }

  private OutboxRow row(OutboundMessage message) {
    Db db = transactions.db();
    transactions.node().note("to be sent", message.type().name(), message.id());
    return new OutboxRow(
        db.nextId(),
        1,
        message.id(),
        message.type().exchange(),
        message.type().name(),
        message.aggregateType(),
        message.aggregateId(),
        message.aggregateVersion(),
        message.correlationId(),
        Partitions.shardOf(message.aggregateId()),
        Json.encodeToString(message.payload()),
        db.sim().instant().atOffset(ZoneOffset.UTC),
        0);
  }

  private Future<Void> repeat(Tx tx, Set<UUID> ids) {
    List<UUID> present =
        new TreeSet<>(ids).stream().filter(id -> tx.get(tables.outbox(), id) != null).toList();
    return tx.lock(tables.outbox(), present)
        .map(
            ignored -> {
              for (UUID id : present) {
                OutboxEntry entry = tx.get(tables.outbox(), id);
                tx.node().note("to be sent again", entry.row().type(), id);
                tx.put(tables.outbox(), id, entry.again(entry.row().attempts(), entry.notBefore()));
              }
              return null;
            });
  }
}
