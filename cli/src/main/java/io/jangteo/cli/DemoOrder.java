package io.jangteo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.marketplace.client.Answer;
import io.jangteo.marketplace.client.GatewayClient;
import io.jangteo.marketplace.client.Session;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Places one order after the other and tells what becomes of it, and of money and stock. */
final class DemoOrder {
  private static final String SKU = "DEMO-TEAPOT";
  private static final long SHELF = 100;

  private final GatewayClient gateway;
  private final Session member;
  private final Session merchant;

  DemoOrder(GatewayClient gateway, Session member, Session merchant) {
    this.gateway = gateway;
    this.member = member;
    this.merchant = merchant;
  }

  /** Lists the product, and receives stock when a demo before has sold most of it. */
  void prepareShelf() throws IOException, InterruptedException {
    Map<String, String> headers = new HashMap<>(merchant.authorization());
    headers.put("If-None-Match", "*");
    Map<String, Object> product =
        Map.of("name", "Teapot, celadon", "price", Map.of("amountMinor", 4_950, "currency", "GBP"));
    Answer listed = gateway.call("PUT", "/products/" + SKU, product, headers);
    require(listed.isSuccess() || listed.status() == 412, "listing " + SKU, listed);
    long available = stock().path("available").asLong();
    if (available < SHELF / 2) {
      Answer received =
          gateway.call(
              "POST",
              "/stock/" + SKU + "/receipts",
              Map.of("quantity", SHELF - available, "reference", "demo-" + Ids.next()),
              merchant.authorization());
      require(received.isSuccess(), "receiving " + SKU, received);
    }
  }

  /** Whether the order ended as expected with nothing left held. */
  boolean run(DemoScenario scenario) throws IOException, InterruptedException {
    System.out.printf("%n== %s%n", scenario.description());
    Map<String, String> headers = new HashMap<>(member.authorization());
    headers.put("Idempotency-Key", Ids.next().toString());
    Answer accepted = gateway.call("POST", "/orders", body(scenario), headers);
    require(accepted.isSuccess(), "the order", accepted);
    String id = accepted.body().path("id").asText();
    System.out.printf("accepted   order %s, %s%n", id, price(accepted.body().path("total")));
    follow(id);
    Answer order = gateway.call("GET", "/orders/" + id, null, member.authorization());
    String status = order.body().path("status").asText();
    JsonNode stock = stock();
    System.out.printf(
        "%-10s payment %s, shipment %s, stock %d on hand, %d reserved%n",
        status,
        statusOf("/payments/" + id),
        statusOf("/shipments/" + id),
        stock.path("onHand").asLong(),
        stock.path("reserved").asLong());
    return status.equals(scenario.expectedEnd()) && stock.path("reserved").asLong() == 0;
  }

  private void follow(String id) throws IOException, InterruptedException {
    Map<String, String> headers = new HashMap<>(member.authorization());
    headers.put("Accept", "text/event-stream");
    try (Stream<String> lines = gateway.stream("/orders/" + id + "/events", headers)) {
      lines.filter(line -> line.startsWith("data:")).forEach(DemoOrder::print);
    }
  }

  private static void print(String line) {
    try {
      JsonNode event = Json.LENIENT.readTree(line.substring("data:".length()));
      String reason = event.path("data").path("reason").asText("");
      System.out.printf(
          "  %2d  %-20s %s%n", event.path("version").asInt(), event.path("type").asText(), reason);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      System.out.println("  unreadable event: " + line);
    }
  }

  private Map<String, Object> body(DemoScenario scenario) {
    return Map.of(
        "lines", List.of(Map.of("sku", SKU, "quantity", scenario.quantity())),
        "shippingAddress",
            Map.of(
                "name", "Demo",
                "line1", "1 Market Place",
                "city", "London",
                "postcode", "EC1A 1BB",
                "country", scenario.country()),
        "payment", Map.of("token", scenario.cardToken()));
  }

  private JsonNode stock() throws IOException, InterruptedException {
    return gateway.call("GET", "/stock/" + SKU, null, merchant.authorization()).body();
  }

  private String statusOf(String path) throws IOException, InterruptedException {
    Answer answer = gateway.call("GET", path, null, member.authorization());
    return answer.isSuccess() ? answer.body().path("status").asText() : "none";
  }

  private static String price(JsonNode money) {
    return String.format(
        java.util.Locale.ROOT,
        "%.2f %s",
        money.path("amountMinor").asLong() / 100.0,
        money.path("currency").asText());
  }

  private static void require(boolean holds, String what, Answer answer) throws IOException {
    if (!holds) {
      throw new IOException(what + " was refused: " + answer.summary());
    }
  }
}
