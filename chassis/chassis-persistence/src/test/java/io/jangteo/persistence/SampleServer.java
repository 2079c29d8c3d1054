package io.jangteo.persistence;

import io.jangteo.embedded.EmbeddedPostgres;
import io.jangteo.embedded.PostgresAddress;
import io.jangteo.embedded.PostgresOptions;
import io.jangteo.runtime.config.Secret;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A PostgreSQL to be maltreated, and a database on it that is in a hurry. */
final class SampleServer implements AutoCloseable {
  static final int CONNECTIONS = 4;
  static final int WAITING_MAX = 16;
  static final Duration ACQUIRE_MAX = Duration.ofSeconds(1);
  static final Duration STATEMENT_MAX = Duration.ofMillis(500);

  /** After which every caller has an answer, whatever the server does: it may wait for both. */
  static final Duration CALL_MAX =
      ACQUIRE_MAX.plus(STATEMENT_MAX).plus(ServerOptions.ANSWER_GRACE).plusSeconds(1);

  /** Those who have a connection or wait for one, and a few that are just being refused. */
  static final int UNDER_WAY_MAX = CONNECTIONS + WAITING_MAX + 5;

  private static final String NAME = "sample";

  private final EmbeddedPostgres server;
  private final Connection eye;

  SampleServer(Path directory) throws SQLException {
    server = new EmbeddedPostgres(PostgresOptions.in(directory).withoutFsync()).start();
    server.createDatabase(NAME, NAME, new Secret("sample-secret"));
    eye = superuser();
  }

  long pid() {
    return server.pid();
  }

  int port() {
    return server.port();
  }

  DatabaseConfig directly() {
    return through("127.0.0.1", port());
  }

  DatabaseConfig through(String host, int port) {
    return new DatabaseConfig(
        host,
        port,
        NAME,
        NAME,
        new Secret("sample-secret"),
        CONNECTIONS,
        WAITING_MAX,
        ACQUIRE_MAX,
        STATEMENT_MAX,
        Duration.ofMillis(300),
        Duration.ofSeconds(30));
  }

  /** A session of the superuser's. */
  Connection superuser() throws SQLException {
    PostgresAddress address = server.superuser();
    return DriverManager.getConnection(
        address.jdbcUrl(NAME), address.user(), address.password().value());
  }

  /** The first column of the first row of what the superuser asks. */
  long ask(String sql) {
    try (Statement statement = eye.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  void tell(String sql) {
    try (Statement statement = eye.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** How many sessions the database's own role has. */
  long sessions() {
    return ask("SELECT count(*) FROM pg_stat_activity WHERE usename = '" + NAME + "'");
  }

  /** Ends all sessions of the database's own role; gives their number. */
  long terminateSessions() {
    return ask(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '"
            + NAME
            + "'");
  }

  static <T> T result(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws SQLException {
    eye.close();
    server.close();
  }
}
