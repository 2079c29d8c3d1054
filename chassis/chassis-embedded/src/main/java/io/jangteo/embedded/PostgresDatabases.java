package io.jangteo.embedded;

import io.jangteo.runtime.config.Secret;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PasswordUtil;

/**
 * Creates and drops databases with the role that owns each. Works with any server to which the
 * given role is superuser.
 */
public final class PostgresDatabases {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final int CONNECT_SECONDS = 10;

  private final PostgresAddress superuser;
  private final String entrance;

  public PostgresDatabases(PostgresAddress superuser) {
    this(superuser, "postgres");
  }

  /**
   * @param entrance a database that the role may connect to; nothing is changed in it
   */
  public PostgresDatabases(PostgresAddress superuser, String entrance) {
    this.superuser = superuser;
    this.entrance = entrance;
  }

  /** Each statement stands alone and is safe to repeat: a crash between two harms nothing. */
  public void create(String name, String role, Secret password) {
    requireName(name);
    requireName(role);
    // The server is given a digest, so that no log of it can ever hold the password.
    String digest = PasswordUtil.encodeScramSha256(password.value().toCharArray());
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      boolean newRole = !exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role);
      statement.execute(
          (newRole ? "CREATE" : "ALTER") + " ROLE " + role + " LOGIN PASSWORD '" + digest + "'");
      if (exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", name)) {
        statement.execute("ALTER DATABASE " + name + " OWNER TO " + role);
      } else {
        statement.execute("CREATE DATABASE " + name + " OWNER " + role);
      }
      statement.execute("REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
    } catch (SQLException e) {
      throw new EmbeddedServerException(
          "cannot create the database " + name + ": " + e.getMessage(), e);
    }
  }

  /** Drops the database, whoever is connected to it, and the role; neither needs to exist. */
  public void drop(String name, String role) {
    requireName(name);
    requireName(role);
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
      statement.execute("DROP ROLE IF EXISTS " + role);
    } catch (SQLException e) {
      throw new EmbeddedServerException("cannot drop the database " + name, e);
    }
  }

  private Connection connect() throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(superuser.jdbcUrl(entrance));
    source.setUser(superuser.user());
    source.setPassword(superuser.password().value());
    source.setConnectTimeout(CONNECT_SECONDS);
    return source.getConnection();
  }

  private static boolean exists(Connection connection, String sql, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      try (ResultSet found = statement.executeQuery()) {
        return found.next();
      }
    }
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is no plain name of a database or role: " + NAME);
    }
  }
}
