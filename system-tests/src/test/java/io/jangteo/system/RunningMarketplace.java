package io.jangteo.system;

import io.jangteo.marketplace.Marketplace;
import io.jangteo.marketplace.client.GatewayClient;
import io.jangteo.marketplace.client.Session;
import io.jangteo.marketplace.home.Credentials;
import io.jangteo.marketplace.home.Credentials.Account;
import io.jangteo.marketplace.home.Home;
import io.jangteo.marketplace.home.RunState;
import io.jangteo.runtime.Ids;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** One marketplace in this JVM, started at first use and shared by every test class. */
final class RunningMarketplace {
  private static RunningMarketplace shared;

  private final Path folder;
  private final RunState state;
  private final Credentials credentials;
  private final GatewayClient gateway;

  private RunningMarketplace(Path folder, RunState state, Credentials credentials) {
    this.folder = folder;
    this.state = state;
    this.credentials = credentials;
    this.gateway = new GatewayClient(URI.create(state.url()), Duration.ofSeconds(20));
  }

  static synchronized RunningMarketplace get() throws IOException, InterruptedException {
    if (shared == null) {
      Path folder = Files.createTempDirectory("jangteo-system");
      Home home = new Home(folder.resolve("home"));
      // Closes itself with this JVM.
      Marketplace marketplace = Marketplace.start(home, 0, MarketBroker.settings());
      shared = new RunningMarketplace(folder, marketplace.state(), Credentials.load(home));
    }
    return shared;
  }

  /** The verbs, on this market. */
  CommandLine commandLine() {
    return new CommandLine(folder, Map.of());
  }

  RunState state() {
    return state;
  }

  GatewayClient gateway() {
    return gateway;
  }

  Session merchant() {
    return new Session(gateway, credentials.merchant());
  }

  Session operator() {
    return new Session(gateway, credentials.operator());
  }

  /** A new customer, logged in. */
  Session customer() throws IOException, InterruptedException {
    Account account = new Account(Ids.next() + "@test.example", "password-" + Ids.next());
    var answer =
        gateway.once(
            "POST",
            "/members",
            Map.of("email", account.email(), "password", account.password(), "name", "Test"),
            Map.of());
    if (answer.status() != 201) {
      throw new IOException("registration failed: " + answer.summary());
    }
    return new Session(gateway, account);
  }

  /** A product that can be ordered, so many times. */
  void stock(String sku, long pence, long quantity) throws IOException, InterruptedException {
    Session merchant = merchant();
    gateway.once(
        "PUT",
        "/products/" + sku,
        Map.of("name", "Test " + sku, "price", Map.of("amountMinor", pence, "currency", "GBP")),
        merchant.authorization());
    gateway.once(
        "POST",
        "/stock/" + sku + "/receipts",
        Map.of("quantity", quantity, "reference", "test-" + Ids.next()),
        merchant.authorization());
  }
}
