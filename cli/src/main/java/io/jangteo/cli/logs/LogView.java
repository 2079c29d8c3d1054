package io.jangteo.cli.logs;

import io.jangteo.marketplace.cluster.Instance;
import java.io.PrintStream;
import java.util.Map;

/** How a line looks: behind the name of its process, which has a colour of its own. */
public final class LogView {
  private static final int NAME_WIDTH = 17;
  private static final int[] COLOURS = {36, 33, 32, 35, 34, 96, 93, 92, 95, 94, 31};

  /** The number of one of a service's processes moves its colour this far from the service's. */
  private static final int STEP = 4;

  private final PrintStream out;
  private final boolean coloured;

  LogView(PrintStream out, boolean coloured) {
    this.out = out;
    this.coloured = coloured;
  }

  /** Coloured on a terminal, unless {@code NO_COLOR} is set. */
  public static LogView onStandardOutput() {
    return new LogView(System.out, isColoured(System.getenv()));
  }

  /** Whether standard output is read by a person who has not asked for plain text. */
  public static boolean isColoured(Map<String, String> environment) {
    return "1".equals(environment.get("JANGTEO_OUT_TTY"))
        && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  void print(String process, String text) {
    if (process.equals(LogStream.ONE_JVM)) {
      out.println(text);
      return;
    }
    String name = String.format("%-" + NAME_WIDTH + "s |", process);
    out.println(
        (coloured ? "\u001b[" + colour(process) + "m" + name + "\u001b[0m" : name) + " " + text);
  }

  private static int colour(String process) {
    int index =
        Instance.parse(process)
            .map(instance -> instance.service().ordinal() + STEP * (instance.number() - 1))
            .orElse(process.length());
    return COLOURS[index % COLOURS.length];
  }
}
