package io.jangteo.simulation.market;

import io.jangteo.events.InboundMessage;
import io.jangteo.events.MessageHandler;
import io.jangteo.events.MessageTables.Received;
import io.jangteo.events.Transaction;
import io.jangteo.simulation.engine.Db;
import io.jangteo.simulation.engine.Table;
import io.jangteo.simulation.engine.Tx;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Counts, in the handler's own transaction, how often each message had its effect. */
final class AppliedLog {
  private final Table<Received, Integer> applied;
  private final Table<Stream, Long> latest;
  private final List<String> disorder = new ArrayList<>();

  /** What one consumer hears of one aggregate. */
  private record Stream(String consumer, String type, UUID id) {}

  AppliedLog(Db db) {
    applied = db.table("applied");
    latest = db.table("latest");
  }

  Table<Received, Integer> applied() {
    return applied;
  }

  /** Messages that had their effect after a later one of their aggregate. */
  List<String> disorder() {
    return disorder;
  }

  private void note(Tx tx, String consumer, InboundMessage message) {
    Received key = new Received(consumer, message.id());
    Integer before = tx.get(applied, key);
    tx.put(applied, key, before == null ? 1 : before + 1);
    Stream stream = new Stream(consumer, message.aggregateType(), message.aggregateId());
    Long version = tx.get(latest, stream);
    if (version != null && version >= message.aggregateVersion()) {
      tx.afterCommit(
          () -> disorder.add(message.type() + " " + message.id() + " after version " + version));
    }
    tx.put(latest, stream, message.aggregateVersion());
  }

  /**
   * The handler, counted.
   *
   * @param prepared called with each batch that has been prepared
   */
  MessageHandler around(
      String consumer, MessageHandler handler, BiConsumer<Tx, List<InboundMessage>> prepared) {
    return new MessageHandler() {
      @Override
      public Future<Void> prepare(List<InboundMessage> batch, Transaction transaction) {
        return handler
            .prepare(batch, transaction)
            .onSuccess(ignored -> prepared.accept((Tx) transaction.connection(), batch));
      }

      @Override
      public Future<Void> handle(InboundMessage message, Transaction transaction) {
        note((Tx) transaction.connection(), consumer, message);
        return handler.handle(message, transaction);
      }

      @Override
      public Future<Void> duplicate(InboundMessage message, Transaction transaction) {
        return handler.duplicate(message, transaction);
      }

      @Override
      public void committed(List<InboundMessage> batch) {
        handler.committed(batch);
      }
    };
  }
}
