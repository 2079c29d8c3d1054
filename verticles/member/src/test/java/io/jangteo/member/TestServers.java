package io.jangteo.member;

import io.jangteo.embedded.BrokerOptions;
import io.jangteo.embedded.EmbeddedBroker;
import io.jangteo.embedded.EmbeddedPostgres;
import io.jangteo.embedded.PostgresOptions;
import io.jangteo.events.BrokerConfig;
import io.jangteo.runtime.config.Configuration;
import io.jangteo.runtime.config.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** The database server and the broker that all integration tests of this JVM share. */
final class TestServers {
  private static final TestServers SHARED = new TestServers();
  private static final Secret PASSWORD = new Secret("not a secret");

  private final EmbeddedPostgres postgres;
  private final EmbeddedBroker broker;

  private TestServers() {
    try {
      Path directory = Files.createTempDirectory("jangteo-it");
      postgres =
          new EmbeddedPostgres(PostgresOptions.in(directory.resolve("pg")).withoutFsync()).start();
      broker = new EmbeddedBroker(BrokerOptions.in(directory.resolve("mq"))).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-test-servers"));
  }

  static TestServers shared() {
    return SHARED;
  }

  private void stop() {
    broker.stop();
    postgres.stop();
  }

  /** Creates the database where needed and gives the settings to reach it under {@code prefix}. */
  Map<String, String> database(String prefix, String name) {
    postgres.createDatabase(name, name, PASSWORD);
    return Map.of(
        prefix + ".db.host",
        "127.0.0.1",
        prefix + ".db.port",
        Integer.toString(postgres.port()),
        prefix + ".db.name",
        name,
        prefix + ".db.user",
        name,
        prefix + ".db.password",
        PASSWORD.value());
  }

  BrokerConfig broker() {
    return Configuration.ofEnvironment(Map.of())
        .withDefaults(Map.of("broker.uri", broker.uri().value(), "broker.kind", "qpid"))
        .bind("broker", BrokerConfig.class);
  }

  /** The single value that a query gives, as text. */
  String value(String database, String sql) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Runs a statement and gives the number of rows it changed. */
  int update(String database, String sql) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + database,
        database,
        PASSWORD.value());
  }
}
