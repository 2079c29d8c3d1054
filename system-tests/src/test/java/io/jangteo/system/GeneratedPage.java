package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * A page of {@code docs} whose lower part follows from the code. What stands above the mark is
 * written by hand and left alone.
 */
record GeneratedPage(String file) {
  private static final String MARK = "<!-- generated below this line -->\n";
  private static final String WRITE = "docs.write";
  private static final String COMMAND =
      "mvn test -pl system-tests -am -Dtest='*ReferenceTest'"
          + " -Dsurefire.failIfNoSpecifiedTests=false -D"
          + WRITE
          + "=true";

  /** Compares, or with the system property {@code docs.write} writes. */
  void holds(String generated) throws IOException {
    String page = ProjectFiles.read(file);
    assertThat(page).as("the mark in " + file).contains(MARK);
    String byHand = page.substring(0, page.indexOf(MARK) + MARK.length());
    String expected = byHand + "\n" + generated;
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(ProjectFiles.path(file), expected);
      return;
    }
    List<String> stated = page.lines().toList();
    List<String> meant = expected.lines().toList();
    int line = firstDifference(stated, meant);
    assertThat(lineAt(stated, line))
        .as(
            "line %d of %s is not what the code says; look at the change, then run: %s",
            line + 1, file, COMMAND)
        .isEqualTo(lineAt(meant, line));
  }

  private static int firstDifference(List<String> stated, List<String> meant) {
    int line = 0;
    while (line < stated.size()
        && line < meant.size()
        && stated.get(line).equals(meant.get(line))) {
      line++;
    }
    return line;
  }

  private static String lineAt(List<String> lines, int line) {
    return line < lines.size() ? lines.get(line) : "(nothing)";
  }
}
