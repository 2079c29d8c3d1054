package io.jangteo.cli.replay;

import io.jangteo.cli.terminal.Progress;
import io.jangteo.marketplace.client.Answer;
import io.jangteo.marketplace.client.GatewayClient;
import io.jangteo.marketplace.client.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends a month of trade through the gateway: catalogue, receipts, customers, orders, corrections.
 * Every request carries a key or reference made from the file's content, so a second run, however
 * the first one ended, changes nothing that is already there.
 */
final class Replay {
  private static final String CURRENCY = "GBP";

  /** Each costs a password hash, of which a member service does two at a time. */
  private static final int ACCOUNTS_AT_ONCE = 4;

  private final TradeFile file;
  private final TradePlan plan;
  private final GatewayClient gateway;
  private final Session merchant;
  private final ReplayedCustomers customers;
  private final Journal journal;
  private final Progress progress;
  private final Workers workers;
  private final FailedTime failures;
  private final Map<String, PlacedOrder> placed = new ConcurrentHashMap<>();

  Replay(
      TradeFile file,
      GatewayClient gateway,
      Session merchant,
      ReplayedCustomers customers,
      Journal journal,
      Progress progress,
      Workers workers,
      FailedTime failures) {
    this.file = file;
    this.plan = TradePlan.of(file);
    this.gateway = gateway;
    this.merchant = merchant;
    this.customers = customers;
    this.journal = journal;
    this.progress = progress;
    this.workers = workers;
    this.failures = failures;
  }

  ReplayResult run() throws IOException, InterruptedException {
    phase("products", plan.products().entrySet(), e -> list(e.getKey(), e.getValue()));
    phase("receipts", plan.receipts().entrySet(), e -> receive(e.getKey(), e.getValue()));
    phase("customers", workers.atMost(ACCOUNTS_AT_ONCE), plan.customers(), customers::open);
    List<Invoice> toSend = notYetDone();
    long started = System.nanoTime();
    List<Long> latencies = java.util.Collections.synchronizedList(new ArrayList<>());
    phase("orders", toSend, invoice -> latencies.add(order(invoice)));
    double seconds = (System.nanoTime() - started) / 1e9;
    phase("corrections", plan.corrections().entrySet(), e -> correct(e.getKey(), e.getValue()));
    return ReplayResult.of(
        plan,
        placed.values(),
        latencies.stream().mapToLong(Long::longValue).toArray(),
        seconds,
        failures);
  }

  private <T> void phase(String name, Collection<T> items, Workers.Task<T> task)
      throws IOException, InterruptedException {
    phase(name, workers, items, task);
  }

  private <T> void phase(String name, Workers workers, Collection<T> items, Workers.Task<T> task)
      throws IOException, InterruptedException {
    progress.begin(name, items.size());
    workers.forEach(
        items,
        item -> {
          task.run(item);
          progress.step();
        });
    progress.end();
  }

  private List<Invoice> notYetDone() {
    List<Invoice> open = new ArrayList<>();
    for (Invoice invoice : plan.orders()) {
      journal
          .outcome(key(invoice))
          .ifPresentOrElse(order -> placed.put(invoice.number(), order), () -> open.add(invoice));
    }
    return open;
  }

  private void list(String sku, TradePlan.Product product)
      throws IOException, InterruptedException {
    Map<String, String> headers = new HashMap<>(merchant.authorization());
    headers.put("If-None-Match", "*");
    Map<String, Object> body = Map.of("name", product.name(), "price", money(product.pence()));
    Answer answer = gateway.call("PUT", "/products/" + encode(sku), body, headers);
    // 412: it stands there already, from an earlier run.
    require(answer.isSuccess() || answer.status() == 412, "product " + sku, answer);
  }

  private void receive(String sku, long quantity) throws IOException, InterruptedException {
    move(sku, "receipts", quantity, "replay-" + file.id());
  }

  private void correct(String reference, TradePlan.Correction correction)
      throws IOException, InterruptedException {
    move(
        correction.sku(),
        "corrections",
        correction.quantity(),
        "replay-" + file.id() + "-" + reference);
  }

  private void move(String sku, String kind, long quantity, String reference)
      throws IOException, InterruptedException {
    Answer answer =
        gateway.call(
            "POST",
            "/stock/" + encode(sku) + "/" + kind,
            Map.of("quantity", quantity, "reference", reference),
            merchant.authorization());
    require(answer.isSuccess(), kind + " of " + sku, answer);
  }

  /** Gives the nanoseconds from the request to the end state. */
  private long order(Invoice invoice) throws IOException, InterruptedException {
    String key = key(invoice);
    journal.invoke(key);
    Map<String, String> headers = new HashMap<>(merchant.authorization());
    headers.put("Idempotency-Key", key);
    headers.put("Prefer", "wait=20");
    long started = System.nanoTime();
    Answer answer = gateway.call("POST", "/orders", body(invoice), headers);
    require(answer.isSuccess(), "order " + invoice.number(), answer);
    PlacedOrder order = PlacedOrder.of(answer.body());
    while (!order.isEnded()) {
      order = await(order, invoice);
    }
    long elapsed = System.nanoTime() - started;
    journal.done(key, order);
    placed.put(invoice.number(), order);
    return elapsed;
  }

  private PlacedOrder await(PlacedOrder order, Invoice invoice)
      throws IOException, InterruptedException {
    gateway.call(
        "GET",
        "/orders/" + order.id() + "/events?after=1000000&wait=2",
        null,
        merchant.authorization());
    Answer answer = gateway.call("GET", "/orders/" + order.id(), null, merchant.authorization());
    require(answer.isSuccess(), "order " + invoice.number(), answer);
    return PlacedOrder.of(answer.body());
  }

  private Map<String, Object> body(Invoice invoice) throws IOException, InterruptedException {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (TradeLine line : invoice.sales()) {
      lines.add(
          Map.of(
              "sku", line.sku(),
              "quantity", line.quantity(),
              "unitPrice", money(line.unitPence())));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("lines", lines);
    body.put("shippingAddress", customers.address(invoice.customer()));
    body.put("payment", Map.of("token", "tok_ok"));
    if (invoice.customer().isPresent()) {
      body.put("memberId", customers.memberId(invoice.customer().get()));
    }
    return body;
  }

  private String key(Invoice invoice) {
    return "replay-" + file.id() + "-" + invoice.number();
  }

  private static Map<String, Object> money(long pence) {
    return Map.of("amountMinor", pence, "currency", CURRENCY);
  }

  private static String encode(String segment) {
    return java.net.URLEncoder.encode(segment, java.nio.charset.StandardCharsets.UTF_8)
        .replace("+", "%20");
  }

  private static void require(boolean holds, String what, Answer answer) throws IOException {
    if (!holds) {
      throw new IOException(
          what + " was refused: " + answer.summary() + " " + answer.body().path("errors"));
    }
  }
}
