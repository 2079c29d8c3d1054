package io.jangteo.testing;

import io.jangteo.persistence.DatabaseConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Looks at a service's database from outside the service, and bends it where a test must. */
public final class Rows {
  private final DatabaseConfig database;

  public Rows(DatabaseConfig database) {
    this.database = database;
  }

  /** The first column of the first row as text; null when there is no row. */
  public String value(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The number of rows of a table. */
  public long count(String table) {
    return Long.parseLong(value("SELECT count(*) FROM " + table));
  }

  /** Runs a statement and gives the number of rows it changed. */
  public int update(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.name(),
        database.user(),
        database.password().value());
  }
}
