package io.jangteo.persistence;

import io.jangteo.runtime.config.ConfigurationException;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a schema up to date before anything reads it; waits for a server that is not there yet.
 */
final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

  private final Vertx vertx;
  private final DatabaseConfig config;

  Migrations(Vertx vertx, DatabaseConfig config) {
    this.vertx = vertx;
    this.config = config;
  }

  Future<Void> apply(String... folders) {
    long deadline = System.nanoTime() + config.startTimeout().toNanos();
    return attempt(folders, deadline, FIRST_PAUSE);
  }

  private Future<Void> attempt(String[] folders, long deadline, Duration pause) {
    return vertx
        .<Void>executeBlocking(() -> migrate(folders), false)
        .recover(
            error -> {
              if (!isUnreachable(error) || System.nanoTime() + pause.toNanos() > deadline) {
                return Future.failedFuture(explain(error));
              }
              LOG.info("waiting for database {}", config.address());
              Duration next = pause.multipliedBy(2);
              return vertx
                  .timer(pause.toMillis(), TimeUnit.MILLISECONDS)
                  .compose(
                      ignored ->
                          attempt(
                              folders,
                              deadline,
                              next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE));
            });
  }

  private Void migrate(String... folders) {
    Flyway.configure()
        .dataSource(url(), config.user(), config.password().value())
        .locations(Arrays.stream(folders).map(f -> "classpath:" + f).toArray(String[]::new))
        .validateMigrationNaming(true)
        // Each folder counts for itself: a new one of the chassis comes after a service's first.
        .outOfOrder(true)
        // While a newer version is there beside it, the schema is the newer one's.
        .ignoreMigrationPatterns("*:future")
        .load()
        .migrate();
    return null;
  }

  private String url() {
    return "jdbc:postgresql://%s:%d/%s?connectTimeout=5&loginTimeout=5&tcpKeepAlive=true"
        .formatted(config.host(), config.port(), config.name());
  }

  /** SQL states 08xxx: no connection; 57P0x: stopping or starting; 53300: full for now. */
  private static boolean isUnreachable(Throwable error) {
    String state = sqlState(error);
    return state.startsWith("08") || state.startsWith("57P") || state.equals("53300");
  }

  private RuntimeException explain(Throwable error) {
    String state = sqlState(error);
    if (state.startsWith("28")) {
      return refused("refuses this user or password; check db.user and db.password");
    }
    if (state.equals("3D000")) {
      return refused("has no such database; create it or check db.name");
    }
    return ServiceFailure.unavailable(
        "database " + config.address() + " is not usable: " + reason(error),
        Duration.ofSeconds(1),
        error);
  }

  private ConfigurationException refused(String why) {
    return new ConfigurationException(
        List.of("database " + config.address() + ": the server " + why));
  }

  /** What the driver says; around it Flyway says the same in many lines. */
  private static String reason(Throwable error) {
    String reason = error.getMessage();
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        reason = sql.getMessage();
      }
    }
    return reason;
  }

  private static String sqlState(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }
}
