package io.jangteo.persistence;

import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The driver's options, derived from our few settings. */
final class ServerOptions {
  /** Longest wait for a new connection to be made, and then for each word of the log-in. */
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /**
   * How much later than the server has to stop a statement we have to hear of it: more than a busy
   * machine or a slow network takes.
   */
  static final Duration ANSWER_GRACE = Duration.ofSeconds(3);

  private static final int PIPELINE_DEPTH = 256;
  private static final int CACHED_STATEMENTS_MAX = 256;

  private ServerOptions() {}

  static PoolOptions pool(DatabaseConfig config) {
    return new PoolOptions()
        .setMaxSize(config.poolSizeMax())
        .setMaxWaitQueueSize(config.waitQueueMax())
        .setConnectionTimeout((int) config.acquireTimeout().toMillis())
        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
        .setIdleTimeout(1)
        .setIdleTimeoutUnit(TimeUnit.MINUTES)
        .setMaxLifetime(30)
        .setMaxLifetimeUnit(TimeUnit.MINUTES);
  }

  static NetClientOptions network() {
    return new NetClientOptions()
        .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
        .setTcpKeepAlive(true);
  }

  static PgConnectOptions connect(DatabaseConfig config) {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(config.host())
            .setPort(config.port())
            .setDatabase(config.name())
            .setUser(config.user())
            .setPassword(config.password().value())
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheMaxSize(CACHED_STATEMENTS_MAX)
            .setPipeliningLimit(PIPELINE_DEPTH);
    // A new map: the one an options object starts with is shared by all of them.
    options.setProperties(new HashMap<>(session(config)));
    return options;
  }

  /** The keep-alives let the server end a session, and its locks, when our machine vanishes. */
  private static Map<String, String> session(DatabaseConfig config) {
    return Map.of(
        "application_name", "jangteo " + config.name(),
        "client_encoding", "utf-8",
        "statement_timeout", Long.toString(config.statementTimeout().toMillis()),
        "lock_timeout", Long.toString(config.lockTimeout().toMillis()),
        "idle_in_transaction_session_timeout", "30000",
        "tcp_keepalives_idle", "10",
        "tcp_keepalives_interval", "5",
        "tcp_keepalives_count", "3");
  }
}
