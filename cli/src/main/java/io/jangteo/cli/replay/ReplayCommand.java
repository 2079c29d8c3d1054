package io.jangteo.cli.replay;

import io.jangteo.cli.HomeOption;
import io.jangteo.cli.terminal.Progress;
import io.jangteo.marketplace.client.GatewayClient;
import io.jangteo.marketplace.client.Session;
import io.jangteo.marketplace.home.Credentials;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Replays real trade through the gateway. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Send a month of real trade through the gateway: catalogue, receipts, customers, then every",
      "invoice as an order with its own prices. FILE is a CSV of the UCI Online Retail data set.",
      "Stopped and run again, it goes on where it was and sends no order twice.",
      "Exits 1 when any order did not complete."
    })
public final class ReplayCommand implements Callable<Integer> {
  @Mixin private HomeOption home;

  @Parameters(paramLabel = "FILE", description = "CSV, plain or gzipped.")
  private Path file;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = "32",
      description = "Requests at once (default: ${DEFAULT-VALUE}).")
  private int concurrency;

  @Option(names = "--json", description = "One JSON line on standard output.")
  private boolean json;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long to wait for a gateway that is away (default: ${DEFAULT-VALUE}).")
  private int patienceSeconds;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isReadable(file)) {
      throw new IOException(file + " cannot be read");
    }
    if (concurrency < 1 || concurrency > 1000) {
      throw new IOException("--concurrency must be between 1 and 1000");
    }
    TradeFile trade = TradeFile.read(file);
    FailedTime failures = new FailedTime();
    GatewayClient gateway =
        new GatewayClient(home.running().gateways(), Duration.ofSeconds(patienceSeconds), failures);
    Credentials credentials = home.credentials();
    Path journalFile = home.home().journals().resolve(trade.id() + ".jsonl");
    try (Journal journal = Journal.open(journalFile)) {
      ReplayResult result =
          new Replay(
                  trade,
                  gateway,
                  new Session(gateway, credentials.merchant()),
                  new ReplayedCustomers(gateway, credentials.replay(), journal),
                  journal,
                  Progress.onStandardError(),
                  new Workers(concurrency),
                  failures)
              .run();
      report(result);
      return result.completed() == result.orders() ? 0 : 1;
    }
  }

  private void report(ReplayResult result) {
    if (json) {
      System.out.println(Json.encodeToString(result));
      return;
    }
    System.out.printf(
        Locale.ROOT,
        "%,d orders, %,d lines, %,d units, %,d.%02d GBP%n",
        result.orders(),
        result.lines(),
        result.units(),
        result.pence() / 100,
        result.pence() % 100);
    System.out.printf(
        Locale.ROOT,
        "%,d completed, %,d compensated, %,d parked%n",
        result.completed(),
        result.compensated(),
        result.parked());
    System.out.printf(
        Locale.ROOT,
        "%,d sent now at %.1f orders/s, p50 %.0f ms, p99 %.0f ms%n",
        result.sentNow(),
        result.ordersPerSecond(),
        result.latencyP50Ms(),
        result.latencyP99Ms());
    System.out.printf(
        Locale.ROOT,
        "%,d attempts of %,d requests failed on the way and were tried again, in %.1f s altogether,"
            + " %.1f s at the longest%n",
        result.failedAttempts(),
        result.failedRequests(),
        result.failedSeconds(),
        result.longestFailedSeconds());
    result.failures().forEach((how, times) -> System.out.printf("  %,d times %s%n", times, how));
    System.out.printf(
        Locale.ROOT,
        "%,d corrections; not sent: %,d return invoices with %,d lines (no operation takes them yet)%n",
        result.corrections(),
        result.returnInvoicesNotSent(),
        result.returnLinesNotSent());
  }
}
