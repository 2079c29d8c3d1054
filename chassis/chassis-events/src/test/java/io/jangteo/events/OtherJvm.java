package io.jangteo.events;

import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.config.Configuration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A class of these tests run as a process of its own, on servers that this one has started. */
final class OtherJvm {
  private OtherJvm() {}

  /** Runs {@code main} with these words; the servers are told in the environment. */
  static Process launch(Class<?> main, DatabaseConfig db, BrokerConfig broker, String... words)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder
        .environment()
        .putAll(
            Map.of(
                "DB_HOST", db.host(),
                "DB_PORT", Integer.toString(db.port()),
                "DB_NAME", db.name(),
                "DB_USER", db.user(),
                "DB_PASSWORD", db.password().value(),
                "BROKER_URI", broker.uri().value(),
                "BROKER_KIND", broker.kind().name()));
    return builder.start();
  }

  /** In the other process: the database it was told. */
  static DatabaseConfig database() {
    return environment().bind("db", DatabaseConfig.class);
  }

  /** In the other process: the broker it was told. */
  static BrokerConfig broker() {
    return environment().bind("broker", BrokerConfig.class);
  }

  private static Configuration environment() {
    return Configuration.ofEnvironment(System.getenv());
  }
}
