package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.marketplace.client.Answer;
import io.jangteo.marketplace.client.GatewayClient;
import io.jangteo.marketplace.client.Session;
import io.jangteo.marketplace.home.Credentials;
import io.jangteo.marketplace.home.RunState;
import io.jangteo.runtime.Ids;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A merchant who orders a product of its own, and looks into the databases from outside. */
final class MarketClient {
  private static final long IN_STOCK = 1_000;

  private final RunState state;
  private final GatewayClient gateway;
  private final Session merchant;
  private final String sku = "FAULT-" + Ids.next().toString().substring(24);

  private MarketClient(CrashMarket market) throws IOException {
    this.state = market.state();
    this.gateway = new GatewayClient(state.gateways(), Duration.ofSeconds(60));
    this.merchant = new Session(gateway, Credentials.load(market.commandLine().home()).merchant());
  }

  /** There is enough of the product. */
  static MarketClient of(CrashMarket market) throws IOException, InterruptedException {
    MarketClient client = new MarketClient(market);
    Products.stock(client.gateway, client.merchant, client.sku, 250, IN_STOCK);
    return client;
  }

  /** One attempt, answered whatever that answer is. */
  Answer attempt() throws IOException, InterruptedException {
    return gateway.once("POST", "/orders", Orders.body(sku, 1), freshKey());
  }

  private Map<String, String> freshKey() throws IOException, InterruptedException {
    Map<String, String> headers = new HashMap<>(merchant.authorization());
    headers.put("Idempotency-Key", Ids.next().toString());
    return headers;
  }

  /** An order that is asked for under one key until it is accepted; gives its id. */
  String accepted() throws IOException, InterruptedException {
    Answer answer = gateway.call("POST", "/orders", Orders.body(sku, 1), freshKey());
    assertThat(answer.status()).as(answer.summary()).isEqualTo(202);
    return answer.body().path("id").asText();
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    Answer answer = gateway.call("GET", path, null, merchant.authorization());
    assertThat(answer.status()).as(path + ": " + answer.summary()).isEqualTo(200);
    return answer.body();
  }

  String status(String order) throws IOException, InterruptedException {
    return get("/orders/" + order).path("status").asText();
  }

  /** How many of the product are held for orders. */
  long reserved() throws SQLException {
    return number("inventory", "SELECT reserved FROM stock WHERE sku = '" + sku + "'");
  }

  /** The first column of the first row, which is a number; {@code :ids} stands for those orders. */
  long number(String service, String sql, Collection<String> orders) throws SQLException {
    String ids = orders.stream().map(id -> "'" + id + "'").collect(Collectors.joining(","));
    return number(service, sql.replace(":ids", ids));
  }

  private long number(String service, String sql) throws SQLException {
    return Long.parseLong(ServiceDatabases.cell(state, service, sql).orElseThrow());
  }
}
