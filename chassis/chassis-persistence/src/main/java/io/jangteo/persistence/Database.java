package io.jangteo.persistence;

import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.pgclient.PgNotification;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.spi.ConnectionFactory;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service's own database: migrated, pooled, bounded. Obtain one with {@link #open}; the owner
 * closes it.
 */
public final class Database implements Transactions {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int TRANSACTION_ATTEMPTS = 4;

  private final Vertx vertx;
  private final DatabaseConfig config;
  private final PoolLoad load;
  private final GuardedPool pool;
  private final ConnectionFactory<PgConnectOptions> apart;
  private final DatabaseProbe probe;

  private Database(Vertx vertx, DatabaseConfig config) {
    this.vertx = vertx;
    this.config = config;
    this.load = new PoolLoad(config.poolSizeMax());
    VertxInternal network = Sockets.with(vertx, ServerOptions.network());
    this.pool = new GuardedPool(vertx, pool(network, config), load, config);
    this.apart = PgDriver.INSTANCE.createConnectionFactory(network, ServerOptions.network());
    this.probe = new DatabaseProbe(vertx, pool);
  }

  private static Pool pool(Vertx vertx, DatabaseConfig config) {
    return PgBuilder.pool()
        .with(ServerOptions.pool(config))
        .connectingTo(ServerOptions.connect(config))
        .withConnectHandler(Database::welcome)
        .using(vertx)
        .build();
  }

  /** The pool has it when we close it. */
  private static void welcome(SqlConnection connection) {
    Sockets.patient(connection);
    connection.close();
  }

  /**
   * Waits for the server (with backoff, up to {@code startTimeout}), applies the migrations found
   * at {@code classpath:<migrations>} and opens the pool.
   *
   * @param migrations a class path folder such as {@code db/order}; several may be given, and their
   *     versions must not collide
   */
  public static Future<Database> open(Vertx vertx, DatabaseConfig config, String... migrations) {
    return new Migrations(vertx, config)
        .apply(migrations)
        .map(ignored -> new Database(vertx, config));
  }

  /** For single statements; inside a transaction use its connection, never this. */
  public Pool pool() {
    return pool;
  }

  /**
   * How many times as many callers as there are connections wait for one; zero as long as they get
   * one soon. From 2 on a service had better refuse what matters least.
   */
  public int pressure() {
    return load.pressure();
  }

  public DatabaseConfig config() {
    return config;
  }

  /**
   * Runs {@code work} in one transaction: committed when its future succeeds, rolled back when it
   * fails. Serialization failures and deadlocks run it again from the start, at most three times,
   * so it must have no effect outside the database. A connection lost while it ran is not retried:
   * whether the commit took place is unknown.
   */
  @Override
  public <T> Future<T> transaction(Function<SqlConnection, Future<T>> work) {
    return attempt(work, config.statementTimeout(), 1, System.nanoTime())
        .recover(Database::translate);
  }

  /** The same with statements that may take longer than others. */
  public <T> Future<T> transaction(Duration statementMax, Function<SqlConnection, Future<T>> work) {
    String patience = "SET LOCAL statement_timeout = " + statementMax.toMillis();
    return attempt(
            connection ->
                connection.query(patience).execute().compose(ignored -> work.apply(connection)),
            statementMax,
            1,
            System.nanoTime())
        .recover(Database::translate);
  }

  private <T> Future<T> attempt(
      Function<SqlConnection, Future<T>> work, Duration statementMax, int number, long askedNanos) {
    TransactionAttempt<T> attempt = new TransactionAttempt<>(work);
    return attempt
        .run(pool, statementMax)
        .recover(
            error ->
                number < TRANSACTION_ATTEMPTS && mayBeRepeated(attempt, error, askedNanos)
                    ? pause(number)
                        .compose(ignored -> attempt(work, statementMax, number + 1, askedNanos))
                    : Future.failedFuture(error));
  }

  /** That a pooled connection is dead may come out at once, or only after a long wait for it. */
  private boolean mayBeRepeated(TransactionAttempt<?> attempt, Throwable error, long askedNanos) {
    return DriverErrors.isRetryable(error)
        || attempt.foundItsConnectionDead(error)
            && System.nanoTime() - askedNanos < config.acquireTimeout().toNanos();
  }

  private Future<?> pause(int attempt) {
    long bound = 10L << attempt;
    return vertx.timer(1 + ThreadLocalRandom.current().nextLong(bound), TimeUnit.MILLISECONDS);
  }

  /** Whether {@code error} is a violation of the constraint of that name. */
  public static boolean violates(Throwable error, String constraint) {
    return error instanceof PgException pg && constraint.equals(pg.getConstraint());
  }

  /**
   * Turns what the driver throws when the server cannot be reached, is too busy or stopped a
   * statement for its time into {@code UNAVAILABLE}; leaves our own failures and other SQL errors
   * as they are.
   */
  public static <T> Future<T> translate(Throwable error) {
    return Future.failedFuture(
        DriverErrors.isPassing(error)
            ? ServiceFailure.unavailable(
                "The database cannot be reached just now", Duration.ofSeconds(1), error)
            : error);
  }

  /**
   * A connection of its own outside the pool, for session-level locks. The caller closes it; when
   * this process dies, the server ends the session, after half a minute at the latest.
   */
  public Future<SqlConnection> dedicatedConnection() {
    return dedicatedConnection(ignored -> {});
  }

  /**
   * One that may also LISTEN.
   *
   * @param heard is given what others have notified, on the connection's event loop
   */
  public Future<SqlConnection> dedicatedConnection(Handler<PgNotification> heard) {
    return apart
        .connect(vertx.getOrCreateContext(), ServerOptions.connect(config))
        .onSuccess(Sockets::patient)
        .onSuccess(connection -> ((PgConnection) connection).notificationHandler(heard))
        .<SqlConnection>map(
            connection -> new GuardedConnection(vertx, connection, config.statementTimeout()))
        .recover(Database::translate);
  }

  /** What the last probe found, at most a few seconds ago; for readiness. */
  public boolean isReachable() {
    return probe.isReachable();
  }

  /** In good order if the server takes part in it within a few seconds. */
  public Future<Void> close() {
    probe.stop();
    return pool.close()
        .timeout(ServerOptions.CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(error -> LOG.warn("{}: the server does not hang up", config.address()))
        .otherwiseEmpty()
        .eventually(() -> Future.<Void>future(apart::close));
  }
}
