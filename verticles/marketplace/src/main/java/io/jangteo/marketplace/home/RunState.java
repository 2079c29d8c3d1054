package io.jangteo.marketplace.home;

import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;

/**
 * What runs from a home: written when everything answers, removed at an orderly stop.
 *
 * @param pid of the JVM; 0 when the market runs in containers, see {@link Attachment}
 * @param url where the gateway listens
 * @param managementPort of {@code /ready} and {@code /metrics}
 * @param brokerUri AMQP address with password
 * @param databasePid process of the embedded database server; 0 when there is none
 * @param databases JDBC coordinates per service
 */
public record RunState(
    long pid,
    String url,
    int managementPort,
    String brokerUri,
    long databasePid,
    Map<String, DatabaseAccess> databases) {

  /** How to read one service's database from outside. */
  public record DatabaseAccess(String host, int port, String name, String user, String password) {
    public String jdbcUrl() {
      return "jdbc:postgresql://" + host + ":" + port + "/" + name;
    }
  }

  /** Of a market in containers, whose processes are not ours to see. */
  static RunState ofContainers(
      String url, String brokerUri, Map<String, DatabaseAccess> databases) {
    return new RunState(0, url, 0, brokerUri, 0, databases);
  }

  /** Whether this leads to containers. */
  public boolean isAttached() {
    return pid == 0;
  }

  /** The same with the process id of a database server that was started again. */
  public RunState withDatabasePid(long other) {
    return new RunState(pid, url, managementPort, brokerUri, other, databases);
  }

  public void write(Home home) throws IOException {
    Home.writePrivately(home.runFile(), Json.encode(this).getBytes());
  }

  /** Empty when nothing was started, or it was stopped in order. */
  public static Optional<RunState> read(Home home) throws IOException {
    if (!Files.exists(home.runFile())) {
      return Optional.empty();
    }
    return Optional.of(Json.LENIENT.readValue(Files.readAllBytes(home.runFile()), RunState.class));
  }

  public static void remove(Home home) throws IOException {
    Files.deleteIfExists(home.runFile());
  }

  /** Whether the process that wrote this is still there. */
  public boolean isAlive() {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
