package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two versions of a service on one schema, one of them with a migration more. */
class SideBySideIT {
  private static final String EXPAND =
      "ALTER TABLE products ADD COLUMN added_later text;\nCREATE TABLE added_later (id integer);\n";

  /** Long enough to be met in the middle. */
  private static final String SLOWLY = "SELECT pg_sleep(8);\n";

  private static final String MIGRATION = "db/catalog/V900__add_later.sql";

  private final ServiceEnvironment environment = new ServiceEnvironment();
  private final Map<String, String> variables = environment.of("catalog");
  private final List<LaunchedJar> jars = new ArrayList<>();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    jars.forEach(LaunchedJar::close);
  }

  private LaunchedJar start(Path jar) {
    LaunchedJar started = LaunchedJar.start(jar, variables, "-cluster");
    jars.add(started);
    return started;
  }

  private LaunchedJar startOld() {
    return start(LaunchedJar.jar("catalog"));
  }

  private LaunchedJar startNew(String migration) throws IOException {
    return start(RepackedJar.of("catalog", "9.0.0").with(MIGRATION, migration).write(folder));
  }

  private static boolean isReady(LaunchedJar jar) throws IOException, InterruptedException {
    return jar.management("/ready").statusCode() == 200;
  }

  private long number(String sql) throws SQLException {
    String url =
        "jdbc:postgresql://%s:%s/%s"
            .formatted(
                variables.get("CATALOG_DB_HOST"),
                variables.get("CATALOG_DB_PORT"),
                variables.get("CATALOG_DB_NAME"));
    try (Connection connection =
            DriverManager.getConnection(
                url, variables.get("CATALOG_DB_USER"), variables.get("CATALOG_DB_PASSWORD"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }

  /** Whether the migration is under way just now. */
  private boolean isMigrating() throws SQLException {
    return number(
            "SELECT count(*) FROM pg_stat_activity"
                + " WHERE query LIKE '%pg_sleep%' AND pid <> pg_backend_pid() AND state = 'active'")
        == 1;
  }

  private long applied() throws SQLException {
    return number("SELECT count(*) FROM flyway_schema_history WHERE version = '900' AND success");
  }

  @Test
  void anOlderVersionRunsAndStartsOnTheSchemaOfTheNext() throws Exception {
    // Given
    LaunchedJar old = startOld();
    old.awaitServing();

    // When
    LaunchedJar next = startNew(EXPAND);
    assertThat(next.awaitServing().version()).isEqualTo("9.0.0");

    // Then
    assertThat(applied()).isEqualTo(1);
    LaunchedJar another = startOld();
    another.awaitServing();
    for (LaunchedJar each : List.of(old, next, another)) {
      await().atMost(Duration.ofSeconds(20)).until(() -> isReady(each));
    }
  }

  @Test
  void aProcessWaitsForTheMigrationOfAnother() throws Exception {
    // Given
    startOld().awaitServing();
    LaunchedJar first = startNew(SLOWLY + EXPAND);
    await().atMost(Duration.ofSeconds(30)).until(this::isMigrating);

    // When
    LaunchedJar second = startNew(SLOWLY + EXPAND);
    LaunchedJar old = startOld();

    // Then
    second.awaitServing();
    assertThat(first.hasRunFile()).as("the first was not passed by").isTrue();
    old.awaitServing();
    assertThat(applied()).isEqualTo(1);
  }

  @Test
  void aProcessKilledInTheMiddleOfItsMigrationLeavesNothingOfIt() throws Exception {
    // Given
    LaunchedJar old = startOld();
    old.awaitServing();
    LaunchedJar killed = startNew(EXPAND + SLOWLY);
    await().atMost(Duration.ofSeconds(30)).until(this::isMigrating);

    // When
    killed.kill();

    // Then
    assertThat(applied()).isZero();
    assertThat(isReady(old)).isTrue();
    LaunchedJar next = startNew(EXPAND);
    next.awaitServing();
    assertThat(applied()).isEqualTo(1);
    assertThat(number("SELECT count(*) FROM added_later")).isZero();
  }
}
