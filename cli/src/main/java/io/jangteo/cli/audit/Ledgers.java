package io.jangteo.cli.audit;

import io.jangteo.marketplace.home.RunState.DatabaseAccess;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every service's database as it stood at one moment, read-only. Each is one repeatable-read
 * transaction, so that two questions to the same service get answers of the same moment.
 */
final class Ledgers implements AutoCloseable {
  /**
   * Effects are read after what they led to: an order that is seen to have ended has its effects in
   * the databases read later, also while trade goes on.
   */
  private static final List<String> READING_ORDER =
      List.of("order", "payment", "inventory", "shipping", "sandbox", "catalog", "member");

  private final Map<String, Connection> connections = new HashMap<>();

  static Ledgers open(Map<String, DatabaseAccess> databases) throws SQLException {
    Ledgers ledgers = new Ledgers();
    try {
      for (String service : READING_ORDER) {
        ledgers.connections.put(service, connect(databases.get(service)));
      }
      return ledgers;
    } catch (SQLException e) {
      ledgers.close();
      throw e;
    }
  }

  private static Connection connect(DatabaseAccess access) throws SQLException {
    Connection connection =
        DriverManager.getConnection(access.jdbcUrl(), access.user(), access.password());
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
    try (Statement first = connection.createStatement()) {
      // The snapshot is taken by the first statement, not by opening; an audit may take longer than
      // a service's own statements may.
      first.execute("SET LOCAL statement_timeout = '5min'");
      first.execute("SELECT 1");
    }
    return connection;
  }

  /** First column of every row, as text; null cells as {@code null}. */
  List<String> column(String service, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    for (List<String> row : rows(service, sql)) {
      values.add(row.get(0));
    }
    return values;
  }

  Set<String> set(String service, String sql) throws SQLException {
    return new LinkedHashSet<>(column(service, sql));
  }

  /** First column to second column. */
  Map<String, String> map(String service, String sql) throws SQLException {
    Map<String, String> values = new HashMap<>();
    for (List<String> row : rows(service, sql)) {
      values.put(row.get(0), row.get(1));
    }
    return values;
  }

  /** The one number of a one-row answer. */
  long number(String service, String sql) throws SQLException {
    return Long.parseLong(column(service, sql).get(0));
  }

  List<List<String>> rows(String service, String sql) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Statement statement = connections.get(service).createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>(columns);
        for (int i = 1; i <= columns; i++) {
          row.add(result.getString(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : connections.values()) {
      connection.close();
    }
  }
}
