package io.jangteo.persistence;

import io.jangteo.runtime.config.Secret;
import io.jangteo.runtime.config.Setting;
import java.time.Duration;

/** How a service reaches its own database. No other service reads it. */
public record DatabaseConfig(
    @Setting(defaultValue = "localhost", doc = "Host of the PostgreSQL server.") String host,
    @Setting(defaultValue = "5432", doc = "Port of the PostgreSQL server.") int port,
    @Setting(doc = "Name of the service's own database.") String name,
    @Setting(doc = "Role that owns that database.") String user,
    @Setting(doc = "Password of that role.") Secret password,
    @Setting(defaultValue = "4", doc = "Most connections of the pool.") int poolSizeMax,
    @Setting(defaultValue = "512", doc = "Most callers waiting for a connection.") int waitQueueMax,
    @Setting(defaultValue = "1s", doc = "Longest wait for a connection.") Duration acquireTimeout,
    @Setting(defaultValue = "2s", doc = "Longest run of one statement.") Duration statementTimeout,
    @Setting(defaultValue = "500ms", doc = "Longest wait for a row lock.") Duration lockTimeout,
    @Setting(defaultValue = "50s", doc = "How long start-up waits for the server.")
        Duration startTimeout) {

  public DatabaseConfig {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port must be between 1 and 65535");
    }
    if (poolSizeMax < 1 || poolSizeMax > 200) {
      throw new IllegalArgumentException("poolSizeMax must be between 1 and 200");
    }
    if (waitQueueMax < 1) {
      throw new IllegalArgumentException("waitQueueMax must be at least 1");
    }
  }

  /** For messages: never the password. */
  public String address() {
    return user + "@" + host + ":" + port + "/" + name;
  }
}
