package io.jangteo.cli.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/**
 * The figures of a run.
 *
 * @param findings what the simulation wrote down of the servers, the orders and the audit
 */
record LoadReport(LoadName name, boolean passed, GatlingOutput output, JsonNode findings) {
  private static final double MILLIS = 1_000;

  void print(PrintStream out) {
    out.printf("%nload %s: %s%n", name, passed ? "passed" : "FAILED");
    output.requests().ifPresent(requests -> printRequests(out, requests));
    row(out, "orders", findings.path("orders").asText("-"));
    if (findings.path("processorSeconds").size() > 0) {
      row(out, "processor", processor());
    }
    row(out, "audit", findings.path("audit").asText("did not come as far"));
    output.report().ifPresent(file -> row(out, "report", file.toString()));
  }

  private void printRequests(PrintStream out, GatlingOutput.Figure requests) {
    row(
        out,
        "requests",
        String.format(
            Locale.ROOT,
            "%,.0f, %.1f/s, %,.0f failed",
            requests.total(),
            output.perSecond(),
            requests.failed()));
    row(
        out,
        "answered",
        String.format(
            Locale.ROOT,
            "p50 %.0f ms, p99 %.0f ms (of all; those that wait for an order included)",
            output.percentile(50),
            output.percentile(99)));
  }

  /** Of the measured part, each name's share in milliseconds a request. */
  private String processor() {
    JsonNode byName = findings.path("processorSeconds");
    double requests = output.requests().map(GatlingOutput.Figure::total).orElse(0.0);
    double seconds = 0;
    StringBuilder shares = new StringBuilder();
    for (Map.Entry<String, JsonNode> each : byName.properties()) {
      seconds += each.getValue().asDouble();
      shares.append(
          String.format(
              Locale.ROOT,
              "%s%s %.2f",
              shares.isEmpty() ? "" : ", ",
              each.getKey(),
              each.getValue().asDouble() * MILLIS / Math.max(1, requests)));
    }
    return String.format(
        Locale.ROOT,
        "%.2f ms a request over %d server processes (%s), %.1f s in all",
        seconds * MILLIS / Math.max(1, requests),
        byName.size(),
        shares,
        seconds);
  }

  private static void row(PrintStream out, String name, String text) {
    out.printf("  %-10s %s%n", name, text);
  }
}
