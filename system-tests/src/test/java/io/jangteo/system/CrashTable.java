package io.jangteo.system;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What became of each cell, and the part of {@code docs/guarantees.md} that says so. */
final class CrashTable {
  private static final String PAGE = "docs/guarantees.md";
  private static final String BEGIN =
      "<!-- crash matrix: written by mvn -Pcrash-matrix verify, not by hand -->\n";
  private static final String END = "<!-- end of crash matrix -->";

  private final Map<String, Result> results = new LinkedHashMap<>();

  private record Result(boolean green, Duration took) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%s %.1f s", green ? "green" : "RED", took.toMillis() / 1000.0);
    }
  }

  void add(CrashCell cell, boolean green, Duration took) {
    Result result = new Result(green, took);
    results.put(cell.name(), result);
    System.out.println("crash matrix: " + cell.name() + " " + result);
  }

  /** One line for whoever watches. */
  String summary(Duration all) {
    long green = results.values().stream().filter(Result::green).count();
    long millis = results.values().stream().mapToLong(result -> result.took().toMillis()).sum();
    return String.format(
        Locale.ROOT,
        "%d of %d cells green, %d not run, in %d min %d s, %.1f s a cell",
        green,
        results.size(),
        CrashMatrix.chosen("all").size() - results.size(),
        all.toMinutes(),
        all.toSecondsPart(),
        millis / 1000.0 / Math.max(1, results.size()));
  }

  /** Replaces what stands between the marks. */
  void write(Duration all) throws IOException {
    String page = ProjectFiles.read(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    if (begin < BEGIN.length() || end < begin) {
      throw new IOException(PAGE + " has no place for the crash matrix");
    }
    String table = page.substring(0, begin) + "\n" + render(all) + "\n" + page.substring(end);
    Files.writeString(ProjectFiles.path(PAGE), table);
  }

  private String render(Duration all) {
    List<String> reasons = new ArrayList<>();
    StringBuilder table =
        new StringBuilder("**").append(summary(all)).append(".**\n\n| Point | Service |");
    for (CrashOutcome outcome : CrashOutcome.values()) {
      table.append(' ').append(outcome.title()).append(" |");
    }
    table.append("\n|---|---|---|---|---|---|\n");
    for (CrashMatrix.Row row : CrashMatrix.rows()) {
      table.append("| ").append(row.code()).append(" | ").append(row.service()).append(" |");
      row.cells().forEach(cell -> table.append(' ').append(text(cell, reasons)).append(" |"));
      table.append('\n');
    }
    table.append("\nNo cell, and not counted:\n\n");
    for (int i = 0; i < reasons.size(); i++) {
      table.append(i + 1).append(". ").append(reasons.get(i)).append(".\n");
    }
    return table.toString();
  }

  private String text(CrashCell cell, List<String> reasons) {
    if (cell.reason().isPresent()) {
      String reason = cell.reason().get();
      if (!reasons.contains(reason)) {
        reasons.add(reason);
      }
      return "(" + (reasons.indexOf(reason) + 1) + ")";
    }
    Result result = results.get(cell.name());
    return result == null ? "not run" : result + ", `" + cell.way().replace("@", " no. ") + '`';
  }
}
