package io.jangteo.system;

import io.jangteo.marketplace.home.RunState;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** The databases of a market, looked into from outside the services. */
final class ServiceDatabases {
  private ServiceDatabases() {}

  static Connection connect(RunState state, String service) throws SQLException {
    RunState.DatabaseAccess access = state.databases().get(service);
    return DriverManager.getConnection(access.jdbcUrl(), access.user(), access.password());
  }

  /** The first column of the first row as text; empty where there is none. */
  static Optional<String> cell(RunState state, String service, String sql) throws SQLException {
    try (Connection connection = connect(state, service);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
    }
  }
}
