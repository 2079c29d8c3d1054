package io.jangteo.marketplace;

import io.jangteo.embedded.BrokerOptions;
import io.jangteo.embedded.EmbeddedBroker;
import io.jangteo.embedded.EmbeddedConfig;
import io.jangteo.embedded.EmbeddedPostgres;
import io.jangteo.embedded.PostgresAddress;
import io.jangteo.embedded.PostgresOptions;
import io.jangteo.marketplace.home.Home;
import io.jangteo.runtime.config.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The database server and the broker that this process runs for its services. */
final class EmbeddedParts implements AutoCloseable {
  private final EmbeddedPostgres postgres;
  private final EmbeddedBroker broker;
  private volatile Runnable onRestart = () -> {};

  private EmbeddedParts(Home home, long diskFloor) {
    PostgresOptions database = PostgresOptions.in(home.postgres()).withDiskFloor(diskFloor);
    this.postgres = new EmbeddedPostgres(database, this::changed);
    this.broker = new EmbeddedBroker(BrokerOptions.in(home.broker()).withDiskFloor(diskFloor));
  }

  /** Starts both at the same time; returns when both accept connections. */
  static EmbeddedParts start(Home home, EmbeddedConfig config) {
    EmbeddedParts parts = new EmbeddedParts(home, config.diskFloor().bytes());
    CompletableFuture<?> started = CompletableFuture.runAsync(parts.broker::start);
    parts.postgres.start();
    started.join();
    return parts;
  }

  /** Calls {@code action} whenever the database server has died and was started again. */
  void onRestart(Runnable action) {
    onRestart = action;
  }

  private void changed(boolean running) {
    if (running) {
      onRestart.run();
    }
  }

  /** Makes each service's database and role, and gives the settings that lead there. */
  Map<String, String> settings(Map<String, Secret> passwords) {
    Map<String, String> settings = new HashMap<>();
    passwords.forEach(
        (service, password) -> {
          PostgresAddress address =
              postgres.createDatabase(service + "_db", service + "_app", password);
          String prefix = service + ".db.";
          settings.put(prefix + "host", address.host());
          settings.put(prefix + "port", Integer.toString(address.port()));
          settings.put(prefix + "name", service + "_db");
          settings.put(prefix + "user", service + "_app");
          settings.put(prefix + "password", password.value());
        });
    settings.put("rabbitmq.uri", broker.uri().value());
    settings.put("rabbitmq.kind", "qpid");
    // It runs: where the machine is busy otherwise it is slow, and there is no other. Less than
    // what
    // the start as a whole may take, so that it is this that is named.
    settings.put("rabbitmq.startTimeout", "100s");
    return settings;
  }

  boolean isRunning() {
    return postgres.isRunning() && broker.isRunning();
  }

  /** Process id of the database server. */
  long postgresPid() {
    return postgres.pid();
  }

  @Override
  public void close() {
    try {
      broker.stop();
    } finally {
      postgres.stop();
    }
  }
}
