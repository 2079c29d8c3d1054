package io.jangteo.marketplace.home;

import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What runs from a home: written when everything answers, removed at an orderly stop.
 *
 * @param kind one JVM, a cluster of them, or containers, see {@link Attachment}
 * @param pid of the one JVM; 0 otherwise
 * @param url where the first gateway listens
 * @param urls where every gateway listens
 * @param managementPort of {@code /ready} and {@code /metrics} of the one JVM; 0 otherwise
 * @param brokerUri AMQP address with password
 * @param databasePid process of the one JVM's database server; 0 when it has none
 * @param databases JDBC coordinates per service
 */
public record RunState(
    Kind kind,
    long pid,
    String url,
    List<String> urls,
    int managementPort,
    String brokerUri,
    long databasePid,
    Map<String, DatabaseAccess> databases) {

  public RunState {
    kind = kind == null ? Kind.JVM : kind;
    urls = urls == null ? List.of(url) : List.copyOf(urls);
    databases = Map.copyOf(databases);
  }

  /** How many processes it takes. */
  public enum Kind {
    JVM,
    CLUSTER,
    CONTAINERS
  }

  /** How to read one service's database from outside. */
  public record DatabaseAccess(String host, int port, String name, String user, String password) {
    public String jdbcUrl() {
      return "jdbc:postgresql://" + host + ":" + port + "/" + name;
    }
  }

  /** Of a market that is one process. */
  public static RunState ofJvm(
      long pid,
      String url,
      int managementPort,
      String brokerUri,
      long databasePid,
      Map<String, DatabaseAccess> databases) {
    return new RunState(
        Kind.JVM, pid, url, List.of(url), managementPort, brokerUri, databasePid, databases);
  }

  /** Of a market of many processes. */
  public static RunState ofCluster(
      List<String> urls, String brokerUri, Map<String, DatabaseAccess> databases) {
    return new RunState(Kind.CLUSTER, 0, urls.get(0), urls, 0, brokerUri, 0, databases);
  }

  /** Of a market in containers, whose processes are not ours to see. */
  static RunState ofContainers(
      List<String> urls, String brokerUri, Map<String, DatabaseAccess> databases) {
    return new RunState(Kind.CONTAINERS, 0, urls.get(0), urls, 0, brokerUri, 0, databases);
  }

  /** Whether this leads to containers. */
  public boolean isAttached() {
    return kind == Kind.CONTAINERS;
  }

  /** The same with the process id of a database server that was started again. */
  public RunState withDatabasePid(long other) {
    return new RunState(kind, pid, url, urls, managementPort, brokerUri, other, databases);
  }

  /** The same with other gateways. */
  public RunState withUrls(List<String> others) {
    return new RunState(
        kind, pid, others.get(0), others, managementPort, brokerUri, databasePid, databases);
  }

  /** The gateways' addresses. */
  public List<URI> gateways() {
    return urls.stream().map(URI::create).toList();
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

  /** Whether the one JVM is still there; of anything else this file cannot tell. */
  public boolean isAlive() {
    return kind == Kind.JVM && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
