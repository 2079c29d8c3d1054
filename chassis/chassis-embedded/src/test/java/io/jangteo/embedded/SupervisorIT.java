package io.jangteo.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that is killed, stopped and short of room. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class SupervisorIT {
  private static final Duration SECONDS = Duration.ofSeconds(15);
  private static final long MIB = 1L << 20;
  private static final String BUSY = "SELECT count(*) FROM generate_series(1, 100000000000)";

  @TempDir private Path directory;
  private final List<Boolean> reports = new CopyOnWriteArrayList<>();
  private final AtomicLong free = new AtomicLong(1_000 * MIB);
  private LogLines log;
  private EmbeddedPostgres postgres;

  @BeforeEach
  void start() throws SQLException {
    log = LogLines.of(Supervisor.class);
    PostgresOptions options = PostgresOptions.in(directory).withoutFsync().withDiskFloor(64 * MIB);
    postgres = new EmbeddedPostgres(options, reports::add, free::get).start();
    execute("CREATE TABLE memories (content text)");
    execute("INSERT INTO memories VALUES ('kept')");
  }

  @AfterEach
  void stop() {
    log.close();
    postgres.stop();
  }

  @Test
  void aKilledServerIsBackOnItsPortWithItsDataAndTheLogSaysSo() throws SQLException {
    int port = postgres.port();

    Commands.signal("KILL", postgres.pid());

    awaitBack();
    assertThat(reports).containsExactly(false, true);
    assertThat(postgres.port()).isEqualTo(port);
    assertThat(remembered()).containsExactly("kept");
    assertThat(log.get().get(0))
        .startsWith("ERROR PostgreSQL ended unasked (killed by signal 9, its log is " + directory)
        .endsWith("it is started again in 1 s");
    assertThat(log.get().get(1)).matches("INFO PostgreSQL runs again after \\d+\\.\\d s");
    assertThat(log.get()).hasSize(2);
  }

  @Test
  void whatAKilledServerLeavesBehindIsGoneBeforeTheNextStarts() throws Exception {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      CompletableFuture<?> busy =
          CompletableFuture.runAsync(() -> assertThatThrownBy(() -> statement.execute(BUSY)));
      await().atMost(SECONDS).until(this::someoneCounts);
      List<ProcessHandle> former = ServerRemains.find(data());

      Commands.signal("KILL", postgres.pid());

      awaitBack();
      assertThat(ServerRemains.find(data())).doesNotContainAnyElementsOf(former);
      assertThat(log.get()).as("no attempt was in vain").hasSize(2);
      busy.get(10, TimeUnit.SECONDS);
    }
    assertThat(remembered()).containsExactly("kept");
  }

  @Test
  void aServerKilledAgainWhileItRecoversComesBackAllTheSame() throws Exception {
    for (int kill = 0; kill < 3; kill++) {
      long victim = pidInFile();
      Commands.signal("KILL", victim);
      await().atMost(SECONDS).pollInterval(Duration.ofMillis(2)).until(() -> isAnother(victim));
    }

    awaitBack();
    assertThat(remembered()).containsExactly("kept");
  }

  @Test
  void aServerStoppedOnPurposeStaysStopped() throws IOException {
    postgres.stop();

    await().during(Duration.ofSeconds(3)).atMost(SECONDS).until(this::nothingIsLeft);
    assertThat(postgres.isRunning()).isFalse();
    assertThat(reports).isEmpty();
    assertThat(log.get()).isEmpty();
  }

  @Test
  void aStopDuringThePauseLeavesNothingBehind() {
    Commands.signal("KILL", postgres.pid());
    await().atMost(SECONDS).until(() -> reports.equals(List.of(false)));

    postgres.stop();

    await().during(Duration.ofSeconds(3)).atMost(SECONDS).until(this::nothingIsLeft);
    assertThat(reports).containsExactly(false);
  }

  @Test
  void aStopDuringTheRestartEndsItSoon() throws IOException {
    long victim = postgres.pid();
    Commands.signal("KILL", victim);
    await().atMost(SECONDS).pollInterval(Duration.ofMillis(2)).until(() -> isAnother(victim));

    long before = System.nanoTime();
    postgres.stop();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    await().during(Duration.ofSeconds(2)).atMost(SECONDS).until(this::nothingIsLeft);
    assertThat(postgres.isRunning()).isFalse();
  }

  @Test
  void aServerWithoutRoomIsStoppedInOrderAndGoesOnWhenThereIsRoom() throws SQLException {
    free.set(63 * MIB);

    await().atMost(SECONDS).until(this::nothingIsLeft);
    assertThat(postgres.isRunning()).isFalse();
    assertThat(log.get())
        .containsExactly(
            "ERROR PostgreSQL is stopped: "
                + directory
                + " has 63 MiB free, less than the 64 MiB of embedded.diskFloor; make room there,"
                + " it goes on by itself at 128 MiB");

    free.set(128 * MIB);

    awaitBack();
    assertThat(remembered()).containsExactly("kept");
    assertThat(reports).containsExactly(false, true);
  }

  @Test
  void aServerThatDiesWithoutRoomWaitsForIt() throws SQLException {
    free.set(64 * MIB);
    Commands.signal("KILL", postgres.pid());
    await().atMost(SECONDS).until(() -> reports.equals(List.of(false)));
    free.set(0);

    await()
        .atMost(SECONDS)
        .until(() -> log.get().stream().anyMatch(line -> line.contains("is not started again")));
    assertThat(postgres.isRunning()).isFalse();

    free.set(1_000 * MIB);
    awaitBack();
    assertThat(remembered()).containsExactly("kept");
  }

  @Test
  void withoutRoomNothingIsStarted() {
    postgres.stop();
    free.set(0);

    assertThatThrownBy(postgres::start)
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageStartingWith("PostgreSQL does not start: " + directory + " has 0 MiB free");
    free.set(1_000 * MIB);
    assertThat(postgres.start().isRunning()).isTrue();
  }

  private void awaitBack() {
    await().atMost(SECONDS).until(() -> postgres.isRunning() && reports.get(reports.size() - 1));
  }

  private boolean isAnother(long former) {
    try {
      return pidInFile() != former;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private long pidInFile() throws IOException {
    return Long.parseLong(Files.readAllLines(data().resolve("postmaster.pid")).get(0));
  }

  private boolean nothingIsLeft() {
    return ServerRemains.find(data()).isEmpty();
  }

  private Path data() {
    return directory.resolve("data");
  }

  private boolean someoneCounts() throws SQLException {
    return !texts(
            "SELECT query FROM pg_stat_activity WHERE state = 'active' AND query = '" + BUSY + "'")
        .isEmpty();
  }

  private List<String> remembered() throws SQLException {
    return texts("SELECT content FROM memories");
  }

  private List<String> texts(String sql) throws SQLException {
    List<String> found = new CopyOnWriteArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    PostgresAddress address = postgres.superuser();
    return DriverManager.getConnection(
        address.jdbcUrl("postgres"), address.user(), address.password().value());
  }
}
