package io.jangteo.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** What a person sees of what waits for a person. */
final class ParkedTable {
  private static final String MESSAGES = "%-10s %-36s %-26s %-11s %-36s %8s  %s%n";
  private static final String ORDERS = "%-10s %-36s %-12s %-22s %s%n";
  private static final int ERROR_LENGTH = 80;

  private final PrintStream out;

  ParkedTable(PrintStream out) {
    this.out = out;
  }

  /** Of one message and the service that put it aside. */
  record Parked(String service, JsonNode message) {}

  void messages(List<Parked> parked) {
    if (parked.isEmpty()) {
      out.println("no message is parked");
      return;
    }
    out.printf(MESSAGES, "service", "message", "type", "reason", "aggregate", "attempts", "error");
    for (Parked each : parked) {
      JsonNode message = each.message();
      out.printf(
          Locale.ROOT,
          MESSAGES,
          each.service(),
          message.path("id").asText(),
          message.path("type").asText(),
          message.path("reason").asText(),
          message.path("aggregateId").asText("-"),
          message.path("attempts").asText(),
          shortened(message.path("error").asText()));
    }
  }

  void unowned(int letters) {
    if (letters > 0) {
      out.println(letters + " dead letters belong to no service: see the queue jangteo.unowned");
    }
  }

  void orders(String word, JsonNode page) {
    if (page.path("items").isEmpty()) {
      out.println("no order is " + word);
      return;
    }
    out.printf(ORDERS, "order", "id", "phase", "reason", "waits for");
    for (JsonNode saga : page.path("items")) {
      JsonNode waiting = saga.path("waitingFor");
      out.printf(
          ORDERS,
          word,
          saga.path("orderId").asText(),
          saga.path("phase").asText(),
          saga.path("reason").asText("-"),
          waiting.isMissingNode()
              ? "a person"
              : "%s %s since %s, asked again %s times"
                  .formatted(
                      waiting.path("step").asText(),
                      waiting.path("direction").asText(),
                      waiting.path("since").asText(),
                      waiting.path("repeated").asText()));
    }
  }

  /** What came of retries, one line each. */
  void retries(JsonNode retries) {
    for (JsonNode each : retries.path("items")) {
      out.printf(
          "%-10s %-36s %-26s %s%n",
          each.path("outcome").asText(),
          each.path("id").asText(),
          each.path("type").asText(),
          shortened(each.path("detail").asText("")));
    }
  }

  private static String shortened(String text) {
    String line = text.replace('\n', ' ');
    return line.length() > ERROR_LENGTH ? line.substring(0, ERROR_LENGTH) + "..." : line;
  }
}
