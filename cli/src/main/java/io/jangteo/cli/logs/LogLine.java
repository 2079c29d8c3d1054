package io.jangteo.cli.logs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line and whose it is.
 *
 * @param time of day; a line without one, of a stack trace for example, has that of the line before
 */
record LogLine(String process, String time, String text) {
  private static final Pattern TIME =
      Pattern.compile("(?:\\d{4}-\\d\\d-\\d\\d[ T])?(\\d\\d:\\d\\d:\\d\\d[.,]\\d{3}).*");

  /** Lines of several processes in the order of their times, at most so many, the latest. */
  static List<LogLine> merge(Map<String, List<String>> texts, int most) {
    List<LogLine> merged = new ArrayList<>();
    texts.forEach(
        (process, lines) -> {
          String time = "";
          for (String line : lines) {
            Matcher matcher = TIME.matcher(line);
            time = matcher.matches() ? matcher.group(1) : time;
            merged.add(new LogLine(process, time, line));
          }
        });
    // Stable: what one process said at one time stays together and in order.
    merged.sort(Comparator.comparing(LogLine::time));
    return merged.subList(Math.max(0, merged.size() - most), merged.size());
  }
}
