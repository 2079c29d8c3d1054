package io.jangteo.cli.load;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Picks the closing figures out of what Gatling prints; it writes them nowhere else as data. */
final class GatlingOutput {
  private static final Pattern FIGURE =
      Pattern.compile("> (.+?) +\\| +([\\d,.]+|-) \\| +([\\d,.]+|-) \\| +([\\d,.]+|-)");
  private static final String CLOSING = "---- Global Information";
  private static final String REPORT = "open the following file: ";

  private final Map<String, Figure> figures = new HashMap<>();
  private Optional<Path> report = Optional.empty();
  private boolean closing;

  /** All requests, those that succeeded and those that failed; none is 0. */
  record Figure(double total, double ok, double failed) {}

  void line(String line) {
    closing |= line.startsWith(CLOSING);
    Matcher figure = FIGURE.matcher(line);
    if (closing && figure.matches()) {
      figures.put(
          figure.group(1),
          new Figure(number(figure.group(2)), number(figure.group(3)), number(figure.group(4))));
    }
    int at = line.indexOf(REPORT);
    if (at >= 0) {
      report = Optional.of(Path.of(URI.create(line.substring(at + REPORT.length()).strip())));
    }
  }

  private static double number(String text) {
    return text.equals("-") ? 0 : Double.parseDouble(text.replace(",", ""));
  }

  /** Empty when Gatling did not come as far. */
  Optional<Figure> requests() {
    return Optional.ofNullable(figures.get("request count"));
  }

  double perSecond() {
    return total("mean throughput (rps)");
  }

  /** Milliseconds. */
  double percentile(int rank) {
    return total("response time " + rank + "th percentile (ms)");
  }

  private double total(String name) {
    return figures.getOrDefault(name, new Figure(0, 0, 0)).total();
  }

  Optional<Path> report() {
    return report;
  }
}
