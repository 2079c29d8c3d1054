package io.jangteo.cli;

import io.jangteo.marketplace.client.GatewayClient;
import io.jangteo.marketplace.client.Session;
import io.jangteo.marketplace.home.Credentials;
import io.jangteo.marketplace.home.RunState;
import io.jangteo.runtime.Ids;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what an order goes through. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Register a member and order, printing each step of the saga as it happens: three orders that",
      "must be undone (declined card, too little stock, address nobody serves), then one that succeeds.",
      "Exits 1 when an order ends otherwise, or leaves money or stock held."
    })
final class DemoCommand implements Callable<Integer> {
  @Mixin private HomeOption home;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description = "Only one of them: ${COMPLETION-CANDIDATES}.")
  private DemoScenario only;

  @Override
  public Integer call() throws IOException, InterruptedException {
    RunState state = home.running();
    Credentials credentials = home.credentials();
    GatewayClient gateway = new GatewayClient(state.gateways(), Duration.ofSeconds(10));
    Session member = register(gateway);
    Session merchant = new Session(gateway, credentials.merchant());
    DemoOrder order = new DemoOrder(gateway, member, merchant);
    order.prepareShelf();
    boolean asExpected = true;
    for (DemoScenario scenario : DemoScenario.values()) {
      if (only == null || only == scenario) {
        asExpected &= order.run(scenario);
      }
    }
    return asExpected ? 0 : 1;
  }

  private static Session register(GatewayClient gateway) throws IOException, InterruptedException {
    String name = "demo-" + Ids.next().toString().toLowerCase(Locale.ROOT);
    Credentials.Account account =
        new Credentials.Account(name + "@jangteo.example", "demo-" + Ids.next());
    var answer =
        gateway.once(
            "POST",
            "/members",
            Map.of("email", account.email(), "password", account.password(), "name", "Demo"),
            Map.of());
    if (!answer.isSuccess()) {
      throw new IOException("registration failed: " + answer.summary());
    }
    System.out.println("registered " + account.email());
    return new Session(gateway, account);
  }
}
