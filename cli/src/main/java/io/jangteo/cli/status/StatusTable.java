package io.jangteo.cli.status;

import io.jangteo.cli.logs.LogView;
import io.jangteo.marketplace.home.RunState;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/** What a person sees of a status. */
public final class StatusTable {
  private static final String FORMAT = "%-16s %-17s %-13s %-9s %7s %6s %-16s %7s%n";
  private static final int GREEN = 32;
  private static final int RED = 31;
  private static final int YELLOW = 33;

  private final MarketStatus status;
  private final boolean coloured;

  public StatusTable(MarketStatus status) {
    this(status, LogView.isColoured(System.getenv()));
  }

  StatusTable(MarketStatus status, boolean coloured) {
    this.status = status;
    this.coloured = coloured;
  }

  public void print(PrintStream out) {
    out.println(headline());
    // The last column is the one with colours, whose length no format can know.
    out.printf(
        FORMAT.replace("%n", "  ready%n"),
        "service",
        "process",
        "instance",
        "node",
        "pid",
        "port",
        "version",
        "MiB");
    for (ProcessStatus each : status.processes()) {
      out.printf(
          Locale.ROOT,
          FORMAT.replace("%n", "  %s%n"),
          each.service(),
          each.name(),
          orDash(each.instance()),
          orDash(each.node()),
          each.pid() == 0 ? "-" : Long.toString(each.pid()),
          each.port() == 0 ? "-" : Integer.toString(each.port()),
          orDash(each.version()),
          each.rssBytes() == 0 ? "-" : Long.toString(each.rssBytes() >> 20),
          word(each));
      unwell(each, out);
    }
  }

  private String headline() {
    String urls = status.state().map(RunState::urls).map(all -> String.join(" ", all)).orElse("");
    return (status.isReady() ? paint(GREEN, "ready") : paint(RED, "not ready")) + "  " + urls;
  }

  private String word(ProcessStatus each) {
    if (!each.alive()) {
      return paint(RED, "DEAD");
    }
    return each.ready() ? paint(GREEN, "ready") : paint(YELLOW, "not ready");
  }

  /** Which part of a process keeps it from being ready; of the one JVM, all parts. */
  private void unwell(ProcessStatus each, PrintStream out) {
    if (each.checks() == null) {
      return;
    }
    boolean oneJvm = status.processes().size() == 1;
    for (Map.Entry<String, com.fasterxml.jackson.databind.JsonNode> check :
        each.checks().properties()) {
      boolean holds = check.getValue().asBoolean();
      if (oneJvm || !holds) {
        out.printf("  %-30s %s%n", check.getKey(), holds ? "ok" : paint(RED, "NOT OK"));
      }
    }
  }

  private static String orDash(String text) {
    // A node's id is long; its beginning tells it from the others.
    return text.isEmpty() ? "-" : text.length() > 16 ? text.substring(0, 8) : text;
  }

  private String paint(int colour, String word) {
    return coloured ? "\u001b[" + colour + "m" + word + "\u001b[0m" : word;
  }
}
