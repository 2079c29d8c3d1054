package io.jangteo.persistence;

import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A service's own database: migrated, pooled, bounded. Obtain one with {@link #open}; the owner
 * closes it.
 */
public final class Database {
  private static final Set<String> RETRYABLE = Set.of("40001", "40P01");
  private static final int TRANSACTION_ATTEMPTS = 4;
  private static final int PIPELINE_DEPTH = 256;

  private final Vertx vertx;
  private final DatabaseConfig config;
  private final Pool pool;

  private Database(Vertx vertx, DatabaseConfig config) {
    this.vertx = vertx;
    this.config = config;
    this.pool =
        PgBuilder.pool()
            .with(poolOptions(config))
            .connectingTo(connectOptions(config))
            .using(vertx)
            .build();
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

  public DatabaseConfig config() {
    return config;
  }

  /**
   * Runs {@code work} in one transaction: committed when its future succeeds, rolled back when it
   * fails. Serialization failures and deadlocks run it again from the start, at most three times,
   * so it must have no effect outside the database.
   */
  public <T> Future<T> transaction(Function<SqlConnection, Future<T>> work) {
    return attempt(work, 1).recover(Database::translate);
  }

  private <T> Future<T> attempt(Function<SqlConnection, Future<T>> work, int attempt) {
    return pool.withTransaction(work)
        .recover(
            error ->
                isRetryable(error) && attempt < TRANSACTION_ATTEMPTS
                    ? pause(attempt).compose(ignored -> attempt(work, attempt + 1))
                    : Future.failedFuture(error));
  }

  private Future<?> pause(int attempt) {
    long bound = 10L << attempt;
    return vertx.timer(1 + ThreadLocalRandom.current().nextLong(bound), TimeUnit.MILLISECONDS);
  }

  private static boolean isRetryable(Throwable error) {
    return error instanceof PgException pg && RETRYABLE.contains(pg.getSqlState());
  }

  /** Whether {@code error} is a violation of the constraint of that name. */
  public static boolean violates(Throwable error, String constraint) {
    return error instanceof PgException pg && constraint.equals(pg.getConstraint());
  }

  /**
   * Turns what the driver throws when it cannot reach or get a connection into {@code UNAVAILABLE};
   * leaves our own failures and SQL errors as they are.
   */
  public static <T> Future<T> translate(Throwable error) {
    boolean unreachable =
        error instanceof java.io.IOException
            || error instanceof io.vertx.core.VertxException
            || error instanceof java.util.concurrent.TimeoutException
            || error instanceof io.vertx.sqlclient.ClosedConnectionException
            || (error instanceof PgException pg && isServerGone(pg));
    if (unreachable) {
      return Future.failedFuture(
          ServiceFailure.unavailable(
              "The database cannot be reached just now", Duration.ofSeconds(1), error));
    }
    return Future.failedFuture(error);
  }

  private static boolean isServerGone(PgException pg) {
    String state = pg.getSqlState();
    // 57P0x: shut down, crash shutdown, starting up; 53300: too many connections; 57014: time-out.
    return state != null
        && (state.startsWith("57P") || state.equals("53300") || state.equals("57014"));
  }

  /**
   * A connection of its own outside the pool, for session-level locks. It is closed with the
   * server's session only; the caller closes it.
   */
  public Future<PgConnection> dedicatedConnection() {
    return PgConnection.connect(vertx, connectOptions(config));
  }

  public Future<Void> close() {
    return pool.close();
  }

  private static PoolOptions poolOptions(DatabaseConfig config) {
    return new PoolOptions()
        .setMaxSize(config.poolSizeMax())
        .setMaxWaitQueueSize(config.waitQueueMax())
        .setConnectionTimeout((int) config.acquireTimeout().toMillis())
        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
        .setIdleTimeout(10)
        .setIdleTimeoutUnit(TimeUnit.MINUTES)
        .setMaxLifetime(30)
        .setMaxLifetimeUnit(TimeUnit.MINUTES);
  }

  private static PgConnectOptions connectOptions(DatabaseConfig config) {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(config.host())
            .setPort(config.port())
            .setDatabase(config.name())
            .setUser(config.user())
            .setPassword(config.password().value())
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheMaxSize(256)
            .setPipeliningLimit(PIPELINE_DEPTH);
    // A new map: the one an options object starts with is shared by all of them.
    options.setProperties(
        new java.util.HashMap<>(
            Map.of(
                "application_name",
                "jangteo " + config.name(),
                "client_encoding",
                "utf-8",
                "statement_timeout",
                String.valueOf(config.statementTimeout().toMillis()),
                "lock_timeout",
                String.valueOf(config.lockTimeout().toMillis()),
                "idle_in_transaction_session_timeout",
                "30000")));
    return options;
  }
}
