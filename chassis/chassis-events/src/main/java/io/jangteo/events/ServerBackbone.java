package io.jangteo.events;

import io.jangteo.contracts.MessageType;
import io.jangteo.persistence.Database;
import io.jangteo.persistence.Transactions;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** PostgreSQL and an AMQP broker. */
final class ServerBackbone implements Backbone {
  private final Vertx vertx;
  private final Context context;
  private final Database database;
  private final BrokerConfig broker;
  private final ExecutorService callbacks;

  /**
   * @param context to which sessions hand over what comes in
   */
  ServerBackbone(
      Vertx vertx, Context context, String service, Database database, BrokerConfig broker) {
    this.vertx = vertx;
    this.context = context;
    this.database = database;
    this.broker = broker;
    this.callbacks = Executors.newSingleThreadExecutor(task -> daemon(task, service));
  }

  private static Thread daemon(Runnable task, String service) {
    Thread thread = new Thread(task, "broker " + service + " confirms");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public Clockwork clockwork() {
    return Clockwork.REAL;
  }

  @Override
  public Transactions transactions() {
    return database;
  }

  @Override
  public Optional<Database> database() {
    return Optional.of(database);
  }

  @Override
  public Inbox inbox(String consumer) {
    return new PgInbox(consumer);
  }

  @Override
  public Outbox outbox(Collection<MessageType<?>> published) {
    return new PgOutbox(published);
  }

  @Override
  public RelayStore.Opener relayStore() {
    return listener -> PgRelayStore.open(database, listener);
  }

  @Override
  public BrokerLink.Opener<PublishingSession> publishing() {
    return (thread, name) ->
        AmqpPublishingSession.open(vertx, context, broker, callbacks, thread, name);
  }

  @Override
  public BrokerLink.Opener<ConsumingSession> consuming() {
    return (thread, name) ->
        AmqpConsumingSession.open(vertx, broker, thread, name).map(session -> session);
  }

  @Override
  public void close() {
    callbacks.shutdown();
  }
}
