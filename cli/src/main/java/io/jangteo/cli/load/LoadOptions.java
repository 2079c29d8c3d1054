package io.jangteo.cli.load;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a run can be told; handed on to the simulation, which knows the defaults. */
final class LoadOptions {
  private static final Pattern TIME = Pattern.compile("\\d+(ms|s|m|h)?");

  private final Map<String, String> settings = new LinkedHashMap<>();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** How arrivals are spread. */
  enum Shape {
    CONSTANT,
    DAY,
    STRESS
  }

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Visitors a second (default: browse 30, order 5, mixed 20).")
  void rate(double rate) {
    put("rate", rate);
  }

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      description = "How long visitors come, such as 90s or 5m (default: 60s).")
  void duration(String time) {
    time("duration", time);
  }

  @Option(
      names = "--shape",
      description = {
        "constant, day (the hours of the trace, compressed) or stress (ten stairs up to the rate);",
        "default: constant, and day for mixed."
      })
  void shape(Shape shape) {
    put("shape", shape);
  }

  @Option(
      names = "--visits-per-order",
      paramLabel = "N",
      description = "mixed: one visitor of N buys (default: 20).")
  void visitsPerOrder(int visits) {
    put("visitsPerOrder", visits);
  }

  @Option(
      names = "--declined",
      paramLabel = "SHARE",
      description = "Of the orders, paid with a card that is declined (default: 0.02).")
  void declined(double share) {
    put("declined", share);
  }

  @Option(
      names = "--products",
      paramLabel = "N",
      description = "The N most popular are sold (default and at most: 500).")
  void products(int products) {
    put("products", products);
  }

  @Option(
      names = "--members",
      paramLabel = "N",
      description = "Accounts that the buyers share (default: 20).")
  void members(int members) {
    put("members", members);
  }

  @Option(
      names = "--p99",
      paramLabel = "TIME",
      description = "Limit for each kind of request that is answered at once (default: 1s).")
  void p99(String time) {
    time("p99", time);
  }

  @Option(
      names = "--end-within",
      paramLabel = "TIME",
      description = "Limit from an order to its end state (default: 30s).")
  void endWithin(String time) {
    time("endWithin", time);
  }

  @Option(
      names = "--max-errors",
      paramLabel = "PERCENT",
      description = "Requests that may fail (default: 0.1).")
  void maxErrors(double percent) {
    put("maxErrors", percent);
  }

  @Option(names = "--seed", paramLabel = "N", description = "Of all that is drawn (default: 2010).")
  void seed(long seed) {
    put("seed", seed);
  }

  Map<String, String> settings() {
    return settings;
  }

  private void put(String key, Object value) {
    settings.put(key, value.toString());
  }

  private void time(String key, String text) {
    if (!TIME.matcher(text).matches()) {
      throw new ParameterException(
          command.commandLine(), "expected a time such as 90s or 5m instead of " + text);
    }
    settings.put(key, text);
  }
}
