package io.jangteo.embedded;

import io.jangteo.runtime.config.Secret;

/** How to reach a PostgreSQL server as one role. */
public record PostgresAddress(String host, int port, String user, Secret password) {

  public String jdbcUrl(String database) {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }
}
