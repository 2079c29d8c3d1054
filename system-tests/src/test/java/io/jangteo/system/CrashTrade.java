package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.marketplace.client.Answer;
import io.jangteo.marketplace.client.GatewayClient;
import io.jangteo.marketplace.client.Session;
import io.jangteo.marketplace.home.Credentials;
import io.jangteo.marketplace.home.RunState;
import io.jangteo.runtime.Ids;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** One order of a product of its own, by a client that asks again until it is answered. */
final class CrashTrade {
  private static final long PENCE = 1_250;
  private static final Set<String> OPEN = Set.of("PENDING", "COMPENSATING");

  private final RunState state;
  private final GatewayClient gateway;
  private final Session merchant;
  private final Session operator;
  private final CrashOutcome outcome;
  private final String sku = "CRASH-" + Ids.next().toString().substring(24);
  private final String key = Ids.next().toString();
  private long ordersBefore;

  /**
   * What the databases say of one order; texts are {@code none} where there is no row.
   *
   * @param captured in pence
   */
  record Facts(
      String order, String payment, long captured, long onHand, long reserved, String shipment) {}

  private CrashTrade(CrashMarket market, CrashOutcome outcome) throws IOException {
    this.state = market.state();
    this.outcome = outcome;
    this.gateway =
        new GatewayClient(state.urls().stream().map(URI::create).toList(), Duration.ofSeconds(60));
    Credentials credentials = Credentials.load(market.commandLine().home());
    this.merchant = new Session(gateway, credentials.merchant());
    this.operator = new Session(gateway, credentials.operator());
  }

  /** The product is there, and the order is not placed yet. */
  static CrashTrade prepare(CrashMarket market, CrashOutcome outcome)
      throws IOException, InterruptedException, SQLException {
    CrashTrade trade = new CrashTrade(market, outcome);
    Products.stock(trade.gateway, trade.merchant, trade.sku, PENCE, CrashOutcome.IN_STOCK);
    trade.ordersBefore = trade.orders();
    return trade;
  }

  /** Asks for the order under its one key until it has ended, and gives its id. */
  String order() throws IOException, InterruptedException {
    Map<String, String> headers = new HashMap<>(merchant.authorization());
    headers.put("Idempotency-Key", key);
    headers.put("Prefer", "wait=20");
    Answer answer = gateway.call("POST", "/orders", outcome.body(sku), headers);
    assertThat(answer.status()).as(answer.summary()).isEqualTo(202);
    JsonNode order = answer.body();
    String id = order.path("id").asText();
    while (OPEN.contains(order.path("status").asText())) {
      gateway.call(
          "GET", "/orders/" + id + "/events?after=1000000&wait=5", null, merchant.authorization());
      order = gateway.call("GET", "/orders/" + id, null, merchant.authorization()).body();
    }
    return id;
  }

  /** Says that the carrier has the goods, until that is answered. */
  String handOver(String orderId) throws IOException, InterruptedException {
    Answer answer =
        gateway.call(
            "POST", "/shipments/" + orderId + "/hand-over", null, operator.authorization());
    assertThat(answer.status()).as(answer.summary()).isEqualTo(200);
    return orderId;
  }

  /** Waits until the databases say what {@code expected} says. */
  void awaitFacts(String orderId, Facts expected) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(() -> assertThat(facts(orderId)).isEqualTo(expected));
  }

  /** It has come about once, and as it should. */
  void assertEnded(String orderId, Facts expected) throws SQLException {
    awaitFacts(orderId, expected);
    assertThat(orders() - ordersBefore).as("orders accepted").isEqualTo(1);
  }

  Facts expected() {
    return outcome.facts(PENCE);
  }

  Facts expectedAfterHandOver() {
    Facts facts = expected();
    return new Facts(
        facts.order(),
        facts.payment(),
        facts.captured(),
        facts.onHand(),
        facts.reserved(),
        "HANDED_OVER");
  }

  private Facts facts(String orderId) throws SQLException {
    String ofOrder = " WHERE order_id = '" + orderId + "'";
    String ofProduct = " FROM stock WHERE sku = '" + sku + "'";
    return new Facts(
        ask("order", "SELECT status FROM orders WHERE id = '" + orderId + "'"),
        ask("payment", "SELECT status FROM payments" + ofOrder),
        Long.parseLong(
            ask("payment", "SELECT coalesce(sum(captured_minor), 0) FROM payments" + ofOrder)),
        Long.parseLong(ask("inventory", "SELECT on_hand" + ofProduct)),
        Long.parseLong(ask("inventory", "SELECT reserved" + ofProduct)),
        ask("shipping", "SELECT status FROM shipments" + ofOrder));
  }

  private long orders() throws SQLException {
    return Long.parseLong(ask("order", "SELECT count(*) FROM orders"));
  }

  private String ask(String service, String sql) throws SQLException {
    return ServiceDatabases.cell(state, service, sql).orElse("none");
  }
}
