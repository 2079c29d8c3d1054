package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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
    Map<String, List<Path>> tests =
        ProjectFiles.javaSources("test").stream()
            .collect(Collectors.groupingBy(GuaranteesPageTest::className));
    Matcher named = NAMED.matcher(ProjectFiles.read(PAGE));
    int count = 0;

    // Then
    while (named.find()) {
      count++;
      assertThat(exists(tests.getOrDefault(named.group(1), List.of()), named.group(2)))
          .as("%s, named in %s, exists", named.group(), PAGE)
          .isTrue();
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
    assertThat(ids).isNotEmpty();
    assertThat(ids.stream().filter(id -> !page.contains("| " + id + " |")))
        .as("invariants that " + PAGE + " leaves out")
        .isEmpty();
  }

  private static boolean exists(List<Path> sources, String method) throws IOException {
    for (Path source : sources) {
      if (method == null || Files.readString(source).contains("void " + method + "(")) {
        return true;
      }
    }
    return false;
  }

  private static String className(Path source) {
    return source.getFileName().toString().replace(".java", "");
  }
}
