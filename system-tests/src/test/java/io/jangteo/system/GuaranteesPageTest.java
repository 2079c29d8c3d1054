package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/guarantees.md} names tests that there are, and every invariant of the audit. */
class GuaranteesPageTest {
  private static final String PAGE = "docs/guarantees.md";
  private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.(\\w+))?`");
  private static final Pattern INVARIANT =
      Pattern.compile("Invariant\\.(?:always|quiet)\\(\\s*\"([A-Z]\\d)\"");

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    // Given
    Map<String, Path> tests =
        ProjectFiles.javaSources("test").stream()
            .collect(
                Collectors.toMap(GuaranteesPageTest::className, Function.identity(), (a, b) -> a));
    Matcher named = NAMED.matcher(ProjectFiles.read(PAGE));
    int count = 0;

    // Then
    while (named.find()) {
      count++;
      assertThat(tests).as(named.group()).containsKey(named.group(1));
      if (named.group(2) != null) {
        assertThat(Files.readString(tests.get(named.group(1))))
            .as(named.group())
            .contains("void " + named.group(2) + "(");
      }
    }
    assertThat(count).isPositive();
  }

  @Test
  void everyInvariantOfTheAuditIsExplained() throws IOException {
    // Given
    TreeSet<String> ids = new TreeSet<>();
    for (Path source : ProjectFiles.javaSources("main")) {
      Matcher invariant = INVARIANT.matcher(Files.readString(source));
      while (invariant.find()) {
        ids.add(invariant.group(1));
      }
    }

    // Then
    String page = ProjectFiles.read(PAGE);
    assertThat(ids).isNotEmpty().allSatisfy(id -> assertThat(page).contains("| " + id + " |"));
  }

  private static String className(Path source) {
    return source.getFileName().toString().replace(".java", "");
  }
}
