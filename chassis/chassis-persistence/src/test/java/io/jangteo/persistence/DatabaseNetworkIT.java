package io.jangteo.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.testing.net.ChaosProxy;
import io.jangteo.testing.net.Conditions;
import io.jangteo.testing.net.Direction;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bad network between the pool and its server. */
class DatabaseNetworkIT {
  private static final Duration RECOVERED_MAX = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int A_SECOND = SteadyInserts.A_SECOND;
  private static final int CONNECTIONS = SampleServer.CONNECTIONS;

  @TempDir private static Path directory;
  private static SampleServer server;

  private final Vertx vertx = Vertx.vertx();
  private ChaosProxy network;
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
    network = ChaosProxy.to("127.0.0.1", server.port());
    database = SampleServer.result(openThroughIt());
  }

  private Future<Database> openThroughIt() {
    return Database.open(vertx, server.through(network.host(), network.port()), "db/sample");
  }

  @AfterEach
  void close() {
    network.close();
    SampleServer.result(database.close());
    SampleServer.result(vertx.close());
  }

  @Test
  void connectionsToAServerThatIsNoMoreAreGivenUpAndReplaced() {
    SteadyInserts load = new SteadyInserts(vertx, server, database);
    load.awaitMore(A_SECOND, RECOVERED_MAX);
    SqlConnection apart = SampleServer.result(database.dedicatedConnection());
    AtomicBoolean lost = new AtomicBoolean();
    apart.closeHandler(ignored -> lost.set(true));

    network.strand();
    Future<?> asked = apart.query("SELECT 1").execute();

    load.awaitMore(A_SECOND, SampleServer.CALL_MAX.plus(RECOVERED_MAX));
    load.stopAndJudge("stranded");
    assertThat(load.mostUnderWay()).isLessThanOrEqualTo(SampleServer.UNDER_WAY_MAX);
    await().atMost(SampleServer.CALL_MAX).until(() -> lost.get() && asked.failed());
  }

  @Test
  void aLogInThatIsNeverAnsweredGivesItsPlaceFree() {
    network.set(Conditions.CLEAR.withSilence());
    Future<SqlConnection> apart = database.dedicatedConnection();
    List<Future<Boolean>> refused = Stream.generate(this::isServed).limit(CONNECTIONS).toList();
    await().until(() -> network.connections() > CONNECTIONS);
    network.strand();
    network.heal();

    await()
        .atMost(ServerOptions.CONNECT_TIMEOUT.plus(RECOVERED_MAX))
        .until(() -> SampleServer.result(isServed()));
    assertThat(refused).allMatch(call -> !call.result());
    await().atMost(RECOVERED_MAX).until(apart::failed);
  }

  /** Long enough for the others to need connections of their own. */
  private Future<?> occupies() {
    return database.pool().query("SELECT pg_sleep(0.2)").execute();
  }

  private Future<Boolean> isServed() {
    return database.pool().query("SELECT 1").execute().map(true).otherwise(false);
  }

  @Test
  void aServerThatSaysNothingAtTheStartIsAskedAgain() {
    network.set(Conditions.CLEAR.withSilence());
    Future<Database> opening = openThroughIt();
    await().until(() -> network.connections() > 0);
    network.strand();
    network.heal();

    await().atMost(SOON).until(opening::succeeded);
    SampleServer.result(opening.result().close());
  }

  @Test
  void aDistantServerIsSlowerAndNothingElse() {
    SampleServer.result(Future.all(Stream.generate(this::occupies).limit(CONNECTIONS).toList()));
    // No more than so few connections can do when each transaction takes three times that long.
    SteadyInserts load = new SteadyInserts(vertx, server, database, 3);
    network.set(Conditions.CLEAR.withLatency(Duration.ofMillis(100), Duration.ofMillis(20)));

    load.awaitMore(15, SOON);

    assertThat(load.refused()).isZero();
    load.stopAndJudge("200 ms away");
  }

  @Test
  void connectionsResetInTheMiddleOfAStatementLoseAndDoubleNothing() {
    SteadyInserts load = new SteadyInserts(vertx, server, database);
    load.awaitMore(A_SECOND, RECOVERED_MAX);

    network.set(Conditions.CLEAR.withResetAfter(1_234));
    load.awaitRefused(10);
    network.heal();

    load.awaitMore(A_SECOND, RECOVERED_MAX);
    load.stopAndJudge("reset");
    assertThat(load.longest()).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void aTrickleHasCallersServedOrRefusedInTime() {
    SteadyInserts load = new SteadyInserts(vertx, server, database);
    load.awaitMore(A_SECOND, RECOVERED_MAX);

    network.set(Conditions.CLEAR.withBytesPerSecond(300));
    load.awaitRefused(A_SECOND);
    network.heal();

    load.awaitMore(A_SECOND, RECOVERED_MAX);
    load.stopAndJudge("300 bytes a second");
    assertThat(load.mostUnderWay()).isLessThanOrEqualTo(SampleServer.UNDER_WAY_MAX);
  }

  @Test
  void whoDoesNotHearOfTheCommitIsToldThatTheOutcomeIsUnknown() {
    SampleServer.result(
        database.pool().query("CREATE TABLE IF NOT EXISTS heard (n int)").execute());

    Future<?> unknown =
        database.transaction(
            connection ->
                connection
                    .query("INSERT INTO heard VALUES (1)")
                    .execute()
                    .onSuccess(this::loseTheAnswers));
    Throwable failure = catchThrowable(() -> SampleServer.result(unknown)).getCause();
    network.heal();

    assertThat(failure).isInstanceOf(ServiceFailure.class);
    assertThat(server.ask("SELECT count(*) FROM heard")).isEqualTo(1);
  }

  private void loseTheAnswers(Object ignored) {
    network.set(Conditions.CLEAR.withSilence(Direction.TO_CLIENT));
  }

  @Test
  void whatComesTooLateForItsTransactionIsRefused() {
    SampleServer.result(database.pool().query("CREATE TABLE IF NOT EXISTS late (n int)").execute());
    AtomicReference<SqlConnection> kept = new AtomicReference<>();
    SampleServer.result(
        database.transaction(
            connection -> {
              kept.set(connection);
              return Future.succeededFuture();
            }));

    Future<?> late = kept.get().query("INSERT INTO late VALUES (1)").execute();

    assertThat(late.cause()).isInstanceOf(IllegalStateException.class);
    assertThat(server.ask("SELECT count(*) FROM late")).isZero();
  }
}
