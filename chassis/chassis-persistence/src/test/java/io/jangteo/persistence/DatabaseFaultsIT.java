package io.jangteo.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.testing.process.ProcessTree;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that freezes, is full, ends its sessions or finds deadlocks, under load. */
class DatabaseFaultsIT {
  private static final Duration RECOVERED_MAX = Duration.ofSeconds(5);
  private static final Duration AT_ONCE_MAX = Duration.ofSeconds(3);
  private static final String FULL = "53300";
  private static final String SHARED = "UPDATE shared SET times = times + 1 WHERE name = ";

  @TempDir private static Path directory;
  private static SampleServer server;

  private final Vertx vertx = Vertx.vertx();
  private Database database;

  @BeforeAll
  static void startServer() throws SQLException {
    server = new SampleServer(directory);
  }

  @AfterAll
  static void stopServer() throws SQLException {
    server.close();
  }

  @BeforeEach
  void open() {
    database = SampleServer.result(Database.open(vertx, server.directly(), "db/sample"));
  }

  @AfterEach
  void close() {
    SampleServer.result(database.close());
    SampleServer.result(vertx.close());
  }

  @Test
  void callersOfAFrozenServerAreRefusedInTimeAndServedWithinSecondsOfItsReturn() {
    SteadyInserts load = new SteadyInserts(vertx, server, database);
    load.awaitMore(SteadyInserts.A_SECOND, RECOVERED_MAX);
    ProcessTree processes = ProcessTree.of(server.pid());

    processes.freeze();
    try {
      // Long enough for every statement under way to be given up, and new log-ins too.
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> load.refused() > 6 * SteadyInserts.A_SECOND);
      await().until(() -> !database.isReachable());
    } finally {
      processes.thaw();
    }

    load.awaitMore(SteadyInserts.A_SECOND, RECOVERED_MAX);
    await().atMost(RECOVERED_MAX).until(database::isReachable);
    load.stopAndJudge("frozen");
    assertThat(load.mostUnderWay()).isLessThanOrEqualTo(SampleServer.UNDER_WAY_MAX);
    assertThePoolIsWhole();
  }

  @Test
  void callersOfAFullServerAreRefusedAtOnceAndServedWhenThereIsRoom() throws SQLException {
    SteadyInserts load = new SteadyInserts(vertx, server, database);
    load.awaitMore(SteadyInserts.A_SECOND, RECOVERED_MAX);
    List<Connection> others = new ArrayList<>();
    try {
      do {
        server.terminateSessions();
        fill(others);
      } while (server.sessions() > 0);
      load.awaitRefused(SteadyInserts.A_SECOND);
    } finally {
      for (Connection other : others) {
        other.close();
      }
    }

    load.awaitMore(SteadyInserts.A_SECOND, RECOVERED_MAX);
    load.stopAndJudge("full");
    assertThat(load.longest()).as("nobody waited for the server").isLessThan(AT_ONCE_MAX);
    assertThePoolIsWhole();
  }

  /** Takes what places there are, also those that are for superusers alone. */
  private static void fill(List<Connection> others) throws SQLException {
    try {
      while (true) {
        others.add(server.superuser());
      }
    } catch (SQLException e) {
      if (!FULL.equals(e.getSQLState())) {
        throw e;
      }
    }
  }

  @Test
  void sessionsEndedAgainAndAgainCostTheirCallersNoTimeAndThePoolNoPlace() {
    SteadyInserts load = new SteadyInserts(vertx, server, database);
    load.awaitMore(SteadyInserts.A_SECOND, RECOVERED_MAX);

    AtomicInteger ended = new AtomicInteger();
    await()
        .pollInterval(Duration.ofMillis(50))
        .until(() -> ended.addAndGet((int) server.terminateSessions()) > 60);

    load.awaitMore(SteadyInserts.A_SECOND, RECOVERED_MAX);
    load.stopAndJudge("sessions ended: " + ended);
    assertThat(load.longest()).isLessThan(AT_ONCE_MAX);
    assertThePoolIsWhole();
  }

  /** As many can work at once as ever, and there are no sessions besides. */
  private void assertThePoolIsWhole() {
    Promise<Void> all = Promise.promise();
    Set<Integer> sessions = new HashSet<>();
    List<Future<Void>> holding =
        IntStream.range(0, SampleServer.CONNECTIONS)
            .<Future<Void>>mapToObj(
                i ->
                    database.transaction(
                        connection ->
                            session(connection)
                                .onSuccess(sessions::add)
                                .compose(ignored -> all.future())))
            .toList();
    await().until(() -> sessions.size() == SampleServer.CONNECTIONS);
    all.complete();
    SampleServer.result(Future.all(holding));
    await().until(() -> server.sessions() <= SampleServer.CONNECTIONS);
  }

  private static Future<Integer> session(SqlConnection connection) {
    return connection
        .query("SELECT pg_backend_pid()")
        .execute()
        .map(rows -> rows.iterator().next().getInteger(0));
  }

  @Test
  void ofTwoTransactionsInADeadlockBothAreDoneOnce() {
    // The usual second is longer than our longest wait for a lock.
    server.tell("ALTER ROLE sample SET deadlock_timeout = '50ms'");
    Database eager = SampleServer.result(Database.open(vertx, server.directly(), "db/sample"));
    server.tell(
        "DROP TABLE IF EXISTS shared;"
            + " CREATE TABLE shared AS SELECT name, 0 AS times FROM unnest(ARRAY['a', 'b']) name;"
            + " ALTER TABLE shared OWNER TO sample");
    AtomicInteger runs = new AtomicInteger();
    Promise<Void> bothHaveOne = Promise.promise();

    Future<?> one = eager.transaction(c -> takeTwo(c, "'a'", "'b'", runs, bothHaveOne));
    Future<?> other = eager.transaction(c -> takeTwo(c, "'b'", "'a'", runs, bothHaveOne));

    SampleServer.result(Future.all(one, other));
    assertThat(runs).hasValue(3);
    assertThat(server.ask("SELECT count(*) FROM shared WHERE times = 2")).isEqualTo(2);
    server.tell("ALTER ROLE sample RESET deadlock_timeout");
    SampleServer.result(eager.close());
  }

  private static Future<?> takeTwo(
      SqlConnection connection,
      String first,
      String second,
      AtomicInteger runs,
      Promise<Void> met) {
    return connection
        .query(SHARED + first)
        .execute()
        .compose(
            ignored -> {
              if (runs.incrementAndGet() == 2) {
                met.complete();
              }
              return met.future();
            })
        .compose(ignored -> connection.query(SHARED + second).execute());
  }
}
