package io.jangteo.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jangteo.runtime.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class EmbeddedPostgresIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private final List<Boolean> reports = new CopyOnWriteArrayList<>();
  private EmbeddedPostgres postgres;

  @BeforeEach
  void prepare() {
    postgres = server();
  }

  @AfterEach
  void stop() {
    postgres.stop();
  }

  @Test
  void keepsDataAndPortOverAStopAndAStart() throws SQLException {
    postgres.start();
    int port = postgres.port();
    remember("first");

    postgres.stop();
    assertThat(postgres.isRunning()).isFalse();
    postgres.start();

    assertThat(postgres.port()).isEqualTo(port);
    assertThat(remembered()).containsExactly("first");
    assertThat(reports).isEmpty();
  }

  @Test
  void comesBackByItselfWhenItsServerIsKilled() throws SQLException {
    postgres.start();
    remember("before the kill");
    long killed = postgres.pid();

    Commands.signal("KILL", killed);

    await().atMost(PATIENCE).until(() -> reports.equals(List.of(false, true)));
    assertThat(postgres.pid()).isNotEqualTo(killed);
    assertThat(postgres.isRunning()).isTrue();
    assertThat(remembered()).containsExactly("before the kill");
  }

  @Test
  void takesOverFromAServerWhoseProcessWasKilled() throws Exception {
    long orphan;
    try (OtherJvm other = OtherJvm.run(PostgresInOtherJvm.class, directory)) {
      assertThatThrownBy(postgres::start)
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessageContaining("in use by another running process");
      orphan = pidInFile();
      other.kill();
    }
    assertThat(ProcessHandle.of(orphan)).hasValueSatisfying(p -> assertThat(p.isAlive()).isTrue());

    postgres.start();

    assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
    remember("after the take-over");
    assertThat(remembered()).containsExactly("after the take-over");
  }

  @Test
  void startsWhenTheNumberOfAFormerServerNowBelongsToAnotherProgram() throws Exception {
    postgres.start();
    remember("kept");
    Path pidFile = directory.resolve("data/postmaster.pid");
    List<String> lines = new ArrayList<>(Files.readAllLines(pidFile));
    postgres.stop();
    Process stranger = new ProcessBuilder("sleep", "60").start();
    lines.set(0, Long.toString(stranger.pid()));
    Files.write(pidFile, lines);

    postgres.start();

    assertThat(remembered()).containsExactly("kept");
    assertThat(stranger.isAlive()).isTrue();
    stranger.destroy();
  }

  @Test
  void createsADatabaseOnceAndResetsThePasswordOfItsRole() throws SQLException {
    postgres.start();
    postgres.createDatabase("payment", "payment", new Secret("old"));

    PostgresAddress owner = postgres.createDatabase("payment", "payment", new Secret("new"));

    try (Connection connection = connect(owner, "payment");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE things (id int)");
    }
    PostgresAddress former =
        new PostgresAddress(owner.host(), owner.port(), owner.user(), new Secret("old"));
    assertThatThrownBy(() -> connect(former, "payment")).hasMessageContaining("password");
  }

  @Test
  void keepsRolesOutOfTheDatabasesOfOthers() {
    postgres.start();
    postgres.createDatabase("payment", "payment", new Secret("p"));
    PostgresAddress other = postgres.createDatabase("shipping", "shipping", new Secret("s"));

    assertThatThrownBy(() -> connect(other, "payment")).hasMessageContaining("permission denied");
  }

  @Test
  void keepsThePasswordOfTheSuperuserToItself() throws IOException {
    postgres.start();

    Path file = directory.resolve("superuser.password");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    PostgresAddress guessed =
        new PostgresAddress("127.0.0.1", postgres.port(), "postgres", new Secret("postgres"));
    assertThatThrownBy(() -> connect(guessed, "postgres")).hasMessageContaining("password");
  }

  private EmbeddedPostgres server() {
    return new EmbeddedPostgres(PostgresOptions.in(directory).withoutFsync(), reports::add);
  }

  private long pidInFile() throws IOException {
    return Long.parseLong(Files.readAllLines(directory.resolve("data/postmaster.pid")).get(0));
  }

  private void remember(String text) throws SQLException {
    try (Connection connection = connect(postgres.superuser(), "postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS memories (content text)");
      statement.execute("INSERT INTO memories VALUES ('" + text + "')");
    }
  }

  private List<String> remembered() throws SQLException {
    List<String> found = new CopyOnWriteArrayList<>();
    try (Connection connection = connect(postgres.superuser(), "postgres");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT content FROM memories")) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  private static Connection connect(PostgresAddress address, String database) throws SQLException {
    return DriverManager.getConnection(
        address.jdbcUrl(database), address.user(), address.password().value());
  }
}
