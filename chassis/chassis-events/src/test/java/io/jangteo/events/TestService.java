package io.jangteo.events;

import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Subscription;
import io.jangteo.persistence.Database;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.health.Health;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** A service with nothing but messages: its handler writes one row for each message it is given. */
final class TestService implements MessageHandler {
  static final String POISON = "poison";

  /** Its handling waits for {@link #hung}. */
  static final String HANG = "hang";

  final Database database;

  /** Reads the same database, however bad the service's own way to it is. */
  private final Database eyes;

  final Health health = new Health();
  final Set<UUID> committed = ConcurrentHashMap.newKeySet();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Messaging messaging;

  /** Every handling waits for this; a test that holds it decides when a batch is done. */
  volatile Future<Void> gate = Future.succeededFuture();

  /** Does not end unless a test has it end. */
  final Promise<Void> hung = Promise.promise();

  /** Whether what was poison can be digested by now. */
  volatile boolean cured;

  /** Called in the transaction, when the effect is written. */
  volatile Runnable afterEffect = () -> {};

  volatile Runnable afterCommit = () -> {};

  private TestService(
      Database database, Database eyes, Function<TestService, Future<Messaging>> start) {
    this.database = database;
    this.eyes = eyes;
    this.messaging = get(start.apply(this));
  }

  static TestService start(
      Vertx vertx,
      String name,
      DatabaseConfig database,
      BrokerConfig broker,
      List<MessageType<?>> publishes,
      List<Subscription> consumes) {
    return start(vertx, name, database, database, broker, publishes, consumes);
  }

  /**
   * @param directly the same database by a way that no test makes a bad one
   */
  static TestService start(
      Vertx vertx,
      String name,
      DatabaseConfig database,
      DatabaseConfig directly,
      BrokerConfig broker,
      List<MessageType<?>> publishes,
      List<Subscription> consumes) {
    Database opened = get(Database.open(vertx, database, "db/chassis", "db/applied"));
    Database eyes =
        database.equals(directly)
            ? opened
            : get(Database.open(vertx, directly, "db/chassis", "db/applied"));
    return new TestService(
        opened,
        eyes,
        service -> {
          Messaging.Builder builder =
              Messaging.of(vertx, name, opened, broker, service.health, service.meters)
                  .publishes(publishes)
                  .subscriptions(Pings.ALL);
          consumes.forEach(subscription -> builder.consume(subscription, service));
          return builder.start();
        });
  }

  @Override
  public Future<Void> handle(InboundMessage message, Transaction transaction) {
    String text =
        message.is(Pings.DO)
            ? message.as(Pings.DO).text()
            : message.as(message.is(Pings.DONE) ? Pings.DONE : Pings.PINGED).text();
    if (text.equals(POISON) && !cured) {
      return Future.failedFuture(new IllegalStateException("cannot digest this"));
    }
    if (message.is(Pings.DO)) {
      transaction.send(answer(message));
    }
    if (text.equals(HANG) && !cured) {
      return hung.future().compose(ignored -> insert(message, transaction));
    }
    return gate.compose(ignored -> insert(message, transaction))
        .onSuccess(ignored -> afterEffect.run());
  }

  private static Future<Void> insert(InboundMessage message, Transaction transaction) {
    return transaction
        .connection()
        .preparedQuery(
            "INSERT INTO applied (message_id, aggregate_id, version) VALUES ($1, $2, $3)")
        .execute(Tuple.of(message.id(), message.aggregateId(), message.aggregateVersion()))
        .mapEmpty();
  }

  @Override
  public Future<Void> duplicate(InboundMessage message, Transaction transaction) {
    if (message.is(Pings.DO)) {
      transaction.sendAgain(answerId(message.id()));
    }
    return transaction
        .connection()
        .preparedQuery("INSERT INTO seen_again (message_id) VALUES ($1)")
        .execute(Tuple.of(message.id()))
        .mapEmpty();
  }

  @Override
  public void committed(List<InboundMessage> batch) {
    batch.forEach(message -> committed.add(message.id()));
    afterCommit.run();
  }

  private static OutboundMessage answer(InboundMessage message) {
    return new OutboundMessage(
        answerId(message.id()),
        Pings.DONE,
        "beta",
        message.aggregateId(),
        message.aggregateVersion(),
        message.correlationId(),
        new Pings.Ping("done"));
  }

  static UUID answerId(UUID command) {
    return io.jangteo.runtime.Ids.named(command, "beta.done.v1");
  }

  void send(OutboundMessage... messages) {
    get(sending(messages));
  }

  Future<Void> sending(OutboundMessage... messages) {
    return messaging.transaction(
        transaction -> {
          List.of(messages).forEach(transaction::send);
          return Future.succeededFuture();
        });
  }

  long count(String sql, Object... parameters) {
    return get(eyes.pool().preparedQuery(sql).execute(Tuple.wrap(List.of(parameters))))
        .iterator()
        .next()
        .getLong(0);
  }

  List<String> texts(String sql) {
    List<String> texts = new ArrayList<>();
    for (Row row : get(eyes.pool().query(sql).execute())) {
      texts.add(row.getValue(0) == null ? null : row.getValue(0).toString());
    }
    return texts;
  }

  /** Of the service's partitions, how many this instance works on. */
  int partitions() {
    return (int) meters.get("jangteo.partitions.owned").gauge().value();
  }

  long applied() {
    return count("SELECT count(*) FROM applied");
  }

  void stop() {
    get(messaging.drain(Duration.ofSeconds(5)));
    if (eyes != database) {
      get(eyes.close());
    }
    get(database.close());
  }

  static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
