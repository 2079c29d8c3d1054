package io.jangteo.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.jangteo.embedded.EmbeddedPostgres;
import io.jangteo.embedded.PostgresOptions;
import io.jangteo.runtime.config.ConfigurationException;
import io.jangteo.runtime.config.Secret;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.TransactionRollbackException;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseIT {
  private static final Secret PASSWORD = new Secret("sample-secret");
  private static final String TRANSFER =
      "UPDATE accounts SET balance = balance - 1 WHERE name = 'a'";

  @TempDir private static Path directory;
  private static EmbeddedPostgres server;

  private Vertx vertx;
  private Database database;

  @BeforeAll
  static void startServer() {
    server = new EmbeddedPostgres(PostgresOptions.in(directory).withoutFsync()).start();
    server.createDatabase("sample", "sample", PASSWORD);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    server.start();
    database = result(Database.open(vertx, config(server.port(), PASSWORD), "db/sample"));
    query("UPDATE accounts SET balance = 100");
  }

  @AfterEach
  void close() {
    result(vertx.close());
  }

  @Test
  void openingTwiceMigratesOnce() {
    Database again = result(Database.open(vertx, database.config(), "db/sample"));

    assertThat(balance()).isEqualTo(100);
    result(again.close());
  }

  @Test
  void workThatSucceedsIsCommitted() {
    result(database.transaction(c -> c.query(TRANSFER).execute()));

    assertThat(balance()).isEqualTo(99);
  }

  @Test
  void workThatFailsIsRolledBack() {
    ServiceFailure refusal = ServiceFailure.of(FailureCode.CONFLICT, "No");

    Future<Object> failed =
        database.transaction(
            c -> c.query(TRANSFER).execute().compose(rows -> Future.failedFuture(refusal)));

    assertThat(failure(failed)).isSameAs(refusal);
    assertThat(balance()).isEqualTo(100);
  }

  @Test
  void workThatThrowsLeavesNoOpenTransactionBehind() {
    Database narrow = result(Database.open(vertx, narrow(1, 8), "db/sample"));

    assertThat(failure(narrow.transaction(c -> updateThenThrow(c))))
        .isInstanceOf(IllegalStateException.class);

    result(narrow.transaction(c -> c.query(TRANSFER).execute()));
    assertThat(balance()).isEqualTo(99);
  }

  private static Future<Void> updateThenThrow(SqlConnection connection) {
    connection.query(TRANSFER).execute();
    throw new IllegalStateException("a fault of the work");
  }

  @Test
  void errorSwallowedInsideATransactionIsNotTakenForAnUnreachableServer() {
    Future<Object> failed =
        database.transaction(c -> c.query("SELECT 1/0").execute().otherwiseEmpty().mapEmpty());

    assertThat(failure(failed)).isInstanceOf(TransactionRollbackException.class);
  }

  @Test
  void serializationFailureRunsTheWholeWorkAgain() {
    AtomicInteger runs = new AtomicInteger();

    result(
        database.transaction(
            c ->
                c.query("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")
                    .execute()
                    .compose(set -> c.query("SELECT balance FROM accounts").execute())
                    .compose(
                        read ->
                            runs.incrementAndGet() == 1
                                ? database.pool().query(TRANSFER).execute().mapEmpty()
                                : Future.succeededFuture())
                    .compose(interfered -> c.query(TRANSFER).execute())));

    assertThat(runs).hasValue(2);
    assertThat(balance()).isEqualTo(98);
  }

  @Test
  void serializationFailureThatStaysIsGivenUp() {
    AtomicInteger runs = new AtomicInteger();

    Throwable failure =
        failure(
            database.transaction(
                c -> {
                  runs.incrementAndGet();
                  return raise(c, "40001");
                }));

    assertThat(failure).isInstanceOf(PgException.class);
    assertThat(runs).hasValue(4);
  }

  @Test
  void violatedConstraintIsRecognisedByItsName() {
    Throwable failure =
        failure(
            database.transaction(
                c -> c.query("UPDATE accounts SET balance = -1").execute().mapEmpty()));

    assertThat(Database.violates(failure, "accounts_balance_ck")).isTrue();
    assertThat(Database.violates(failure, "accounts_pkey")).isFalse();
  }

  @Test
  void statementThatRunsTooLongIsStopped() {
    assertUnavailable(database.transaction(c -> c.query("SELECT pg_sleep(30)").execute()));
  }

  @Test
  void lockThatIsHeldTooLongIsGivenUp() {
    Promise<Void> release = Promise.promise();
    Future<Void> holder =
        database.transaction(c -> c.query(TRANSFER).execute().compose(r -> release.future()));
    await().until(() -> waitingFor("accounts") > 0);

    assertUnavailable(database.transaction(c -> c.query(TRANSFER).execute()));

    release.complete();
    result(holder);
  }

  @Test
  void callersBeyondTheWaitQueueAreRefused() {
    Database narrow = result(Database.open(vertx, narrow(1, 1), "db/sample"));

    List<Future<Void>> calls =
        IntStream.range(0, 8)
            .<Future<Void>>mapToObj(
                i -> narrow.transaction(c -> c.query("SELECT pg_sleep(0.2)").execute().mapEmpty()))
            .toList();
    await().until(() -> calls.stream().allMatch(Future::isComplete));

    assertThat(calls).filteredOn(Future::succeeded).isNotEmpty();
    assertThat(calls)
        .filteredOn(Future::failed)
        .isNotEmpty()
        .allSatisfy(DatabaseIT::assertUnavailable);
  }

  @Test
  void callerThatWaitsTooLongForAConnectionIsRefused() {
    Database narrow = result(Database.open(vertx, narrow(1, 8), "db/sample"));
    Promise<Void> release = Promise.promise();
    Future<Void> holder = narrow.transaction(c -> release.future());

    assertUnavailable(narrow.transaction(c -> c.query("SELECT 1").execute()));

    release.complete();
    result(holder);
  }

  @Test
  void connectionLostInTheMiddleIsUnavailableAndThePoolRecovers() {
    Future<Void> victim =
        database.transaction(c -> c.query("SELECT pg_sleep(1.5)").execute().mapEmpty());
    await().until(() -> terminate("pg_sleep(1.5)") > 0);

    assertUnavailable(victim);
    result(database.transaction(c -> c.query("SELECT 1").execute()));
  }

  @Test
  void stoppedServerIsUnavailableUntilItIsBack() {
    server.stop();

    assertUnavailable(database.transaction(c -> c.query("SELECT 1").execute()));
    assertUnavailable(database.dedicatedConnection());
    await().until(() -> !database.isReachable());

    server.start();
    await().atMost(Duration.ofSeconds(20)).until(database::isReachable);
    result(database.transaction(c -> c.query("SELECT 1").execute()));
  }

  @Test
  void openWaitsForAServerThatStartsLater() {
    server.stop();
    Future<Database> opening = Database.open(vertx, database.config(), "db/sample");
    await().during(Duration.ofMillis(600)).until(() -> !opening.isComplete());

    server.start();

    assertThat(result(opening).isReachable()).isTrue();
  }

  @Test
  void wrongPasswordFailsAtOnceAndNamesTheKey() {
    DatabaseConfig wrong = config(server.port(), new Secret("not-the-one"));

    Throwable failure = failure(Database.open(vertx, wrong, "db/sample"));

    assertThat(failure)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("db.password")
        .hasMessageContaining(wrong.address())
        .hasMessageNotContaining("not-the-one");
  }

  @Test
  void serverThatNeverComesEndsTheWaiting() {
    DatabaseConfig nowhere =
        new DatabaseConfig(
            "localhost",
            1,
            "sample",
            "sample",
            PASSWORD,
            2,
            8,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofMillis(500));

    assertThatThrownBy(() -> result(Database.open(vertx, nowhere, "db/sample")))
        .isInstanceOf(ServiceFailure.class)
        .hasMessageContaining("sample@localhost:1/sample");
  }

  @Test
  void dedicatedConnectionHoldsSessionLocksUntilItIsClosed() {
    SqlConnection holder = result(database.dedicatedConnection());
    result(holder.query("SELECT pg_advisory_lock(7)").execute());
    assertThat(isLockFree()).isFalse();

    result(holder.close());

    await().until(this::isLockFree);
  }

  @Test
  void whatWaitsForLongIsPressure() {
    Database narrow = result(Database.open(vertx, narrow(2, 512), "db/sample"));
    assertThat(narrow.pressure()).isZero();

    List<Future<?>> slow =
        IntStream.range(0, 30).<Future<?>>mapToObj(i -> sleep(narrow, i)).toList();

    await().pollInterval(Duration.ofMillis(10)).until(() -> narrow.pressure() >= 2);
    await().until(() -> slow.stream().allMatch(Future::isComplete));
    assertThat(narrow.pressure()).isZero();
    result(narrow.close());
  }

  /** In each of the ways in which a connection is asked for. */
  private static Future<?> sleep(Database database, int way) {
    String sql = "SELECT pg_sleep(0.15)";
    return switch (way % 3) {
      case 0 -> database.pool().query(sql).execute();
      case 1 -> database.pool().preparedQuery(sql).execute();
      default -> database.transaction(connection -> connection.query(sql).execute());
    };
  }

  private boolean isLockFree() {
    String sql = "SELECT pg_try_advisory_xact_lock(7)";
    return result(database.pool().query(sql).execute()).iterator().next().getBoolean(0);
  }

  private static Future<Void> raise(SqlConnection connection, String state) {
    String sql = "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '" + state + "'; END $$";
    return connection.query(sql).execute().mapEmpty();
  }

  private long balance() {
    return query("SELECT balance FROM accounts WHERE name = 'a'");
  }

  private long terminate(String text) {
    return query(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'SELECT "
            + text
            + "' AND state = 'active'");
  }

  private long waitingFor(String table) {
    return query(
        "SELECT count(*) FROM pg_locks WHERE relation = '"
            + table
            + "'::regclass AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()");
  }

  private long query(String sql) {
    var rows = result(database.pool().query(sql).execute());
    return rows.size() == 0 ? 0 : rows.iterator().next().getLong(0);
  }

  @Test
  void parametersThatDoNotFitAreNoOutage() {
    String byName = "SELECT balance FROM accounts WHERE name = $1";

    Throwable wrongType =
        failure(
            database.transaction(
                connection -> connection.preparedQuery(byName).execute(Tuple.of(List.of(1)))));
    Throwable tooMany =
        failure(
            database.transaction(
                connection -> connection.preparedQuery(byName).execute(Tuple.of("a", "b"))));

    assertThat(wrongType).isNotInstanceOf(ServiceFailure.class).hasMessageContaining("coerced");
    assertThat(tooMany).isNotInstanceOf(ServiceFailure.class).hasMessageContaining("parameters");
  }

  private static DatabaseConfig narrow(int connections, int waiting) {
    DatabaseConfig base = config(server.port(), PASSWORD);
    return new DatabaseConfig(
        base.host(),
        base.port(),
        base.name(),
        base.user(),
        base.password(),
        connections,
        waiting,
        base.acquireTimeout(),
        base.statementTimeout(),
        base.lockTimeout(),
        base.startTimeout());
  }

  private static DatabaseConfig config(int port, Secret password) {
    return new DatabaseConfig(
        "127.0.0.1",
        port,
        "sample",
        "sample",
        password,
        4,
        64,
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofMillis(300),
        Duration.ofSeconds(30));
  }

  private static void assertUnavailable(Future<?> future) {
    assertThat(catchThrowableOfType(ServiceFailure.class, () -> result(future)).code())
        .isEqualTo(FailureCode.UNAVAILABLE);
  }

  private static Throwable failure(Future<?> future) {
    return catchThrowable(() -> result(future));
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.await(30, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no result within 30 s", e);
    }
  }
}
