package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Migrations only add: the version before goes on working on the schema of the next. What takes
 * something away says since which version nobody needs it.
 */
class MigrationRulesTest {
  /** The first word of a comment in front of a statement that may take something away. */
  private static final String ALLOWED = "-- nobody needs it since ";

  /** Released together with what it changes, before there was this rule. */
  private static final Set<String> BEFORE = Set.of("V0_2__add_resolution_to_parked_messages.sql");

  private static final Map<String, Pattern> FORBIDDEN = new TreeMap<>();

  static {
    forbid("takes something away", "^truncate\\b|\\bdrop\\b(?! not null)(?! default)");
    forbid("gives something another name", "\\brename\\b");
    forbid("changes a type", "\\balter( column)? \\w+( set data)? type\\b");
    forbid("refuses what the version before writes", "\\bset not null\\b");
    forbid(
        "adds a column that the version before does not fill",
        "\\badd( column)?( if not exists)? \\w+ (?!.*\\bdefault\\b)(?!.*\\bgenerated\\b).*\\bnot null\\b");
    forbid(
        "adds a condition that the version before does not know",
        "\\balter table\\b.*\\badd( constraint \\w+)? (check|foreign key|unique|exclude)\\b");
    forbid("deletes rows", "^delete\\b");
  }

  private static void forbid(String why, String statement) {
    FORBIDDEN.put(why, Pattern.compile(statement, Pattern.DOTALL));
  }

  @Test
  void migrationsOnlyAdd() throws IOException {
    List<String> found = new ArrayList<>();
    List<Path> migrations = migrations();
    for (Path migration : migrations) {
      if (BEFORE.contains(migration.getFileName().toString())) {
        continue;
      }
      violations(Files.readString(migration))
          .forEach(violation -> found.add(migration.getFileName() + " " + violation));
    }
    assertThat(migrations).hasSizeGreaterThan(10);
    assertThat(found).isEmpty();
  }

  private static List<Path> migrations() throws IOException {
    try (Stream<Path> files = Files.walk(ProjectFiles.path(""))) {
      return files
          .filter(file -> file.toString().contains("/src/main/resources/db/"))
          .filter(file -> file.toString().endsWith(".sql"))
          .toList();
    }
  }

  private static List<String> violations(String migration) {
    List<String> found = new ArrayList<>();
    for (String statement : migration.split(";")) {
      String bare = statement.replaceAll("--[^\\n]*", " ").replaceAll("\\s+", " ").strip();
      String lower = bare.toLowerCase(Locale.ROOT);
      FORBIDDEN.forEach(
          (why, pattern) -> {
            if (!statement.contains(ALLOWED) && pattern.matcher(lower).find()) {
              found.add(why + ": " + bare);
            }
          });
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP TABLE orders;",
        "ALTER TABLE orders DROP COLUMN reason;",
        "ALTER TABLE orders DROP CONSTRAINT orders_pk;",
        "ALTER TABLE orders RENAME COLUMN reason TO why;",
        "ALTER TABLE orders RENAME TO purchases;",
        "ALTER TABLE orders ALTER COLUMN reason TYPE varchar(10);",
        "ALTER TABLE orders ALTER reason SET DATA TYPE text;",
        "ALTER TABLE orders ALTER COLUMN reason SET NOT NULL;",
        "ALTER TABLE orders\n  ADD COLUMN colour text NOT NULL;",
        "ALTER TABLE orders ADD colour text NOT NULL;",
        "ALTER TABLE orders ADD CONSTRAINT orders_x_ck CHECK (version > 1);",
        "TRUNCATE outbox;",
        "DELETE FROM outbox;",
        "CREATE TABLE a (id int); DROP INDEX orders_member_id_ix;"
      })
  void whatTheVersionBeforeCannotBearIsFound(String migration) {
    assertThat(violations(migration)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE a (id int NOT NULL, CONSTRAINT a_ck CHECK (id > 0));",
        "ALTER TABLE orders ADD COLUMN colour text;",
        "ALTER TABLE orders ADD COLUMN colour text NOT NULL DEFAULT 'red';",
        "ALTER TABLE orders ALTER COLUMN reason DROP NOT NULL;",
        "CREATE INDEX a_ix ON orders (reason);",
        "-- nobody needs it since 0.3.0: read by no version that may still run\nDROP TABLE old;"
      })
  void whatItCanBearIsNot(String migration) {
    assertThat(violations(migration)).isEmpty();
  }
}
