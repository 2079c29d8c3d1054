package io.jangteo.system;

import io.jangteo.marketplace.home.RunState.DatabaseAccess;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many rows every table of every service holds, read from outside the services. */
final class DatabaseCounts {
  private static final String TABLES =
      """
      SELECT table_name FROM information_schema.tables
      WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
        AND table_name <> 'flyway_schema_history'
      ORDER BY table_name
      """;

  private final Map<String, DatabaseAccess> databases;

  DatabaseCounts(Map<String, DatabaseAccess> databases) {
    this.databases = databases;
  }

  /** Rows by {@code service.table}. */
  Map<String, Long> read() throws SQLException {
    Map<String, Long> counts = new TreeMap<>();
    for (Map.Entry<String, DatabaseAccess> entry : databases.entrySet()) {
      DatabaseAccess access = entry.getValue();
      try (Connection connection =
          DriverManager.getConnection(access.jdbcUrl(), access.user(), access.password())) {
        for (String table : tables(connection)) {
          counts.put(entry.getKey() + "." + table, count(connection, table));
        }
      }
    }
    return counts;
  }

  private static List<String> tables(Connection connection) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(TABLES)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private static long count(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM \"" + table + '"')) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
