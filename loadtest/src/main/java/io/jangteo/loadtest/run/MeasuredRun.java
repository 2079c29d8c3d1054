package io.jangteo.loadtest.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jangteo.loadtest.marketplace.Buyers;
import io.jangteo.loadtest.marketplace.Preparation;
import io.jangteo.loadtest.marketplace.Target;
import io.jangteo.loadtest.profile.TradeProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** What happens around the injected load: prepare, measure from outside, audit. */
public final class MeasuredRun {
  private static final double MILLIS = 1_000;

  private final LoadSettings settings;
  private final TradeProfile profile;
  private final Target target;
  private final OrderTally orders = new OrderTally();
  private volatile Buyers buyers;
  private ProcessorTime before;
  private long startedNanos;

  public MeasuredRun(LoadSettings settings) {
    this.settings = settings;
    // Now rather than after the whole run.
    if (settings.audit() && !Files.exists(settings.home().resolve("run.json"))) {
      throw new IllegalStateException(
          "no marketplace in "
              + settings.home()
              + " to audit after the run; to go without, set "
              + SettingsReader.PREFIX
              + "audit=false");
    }
    this.profile = TradeProfile.december2010().withProducts(settings.products());
    this.target = Target.find(settings.urls(), settings.home(), System.getenv());
  }

  public LoadSettings settings() {
    return settings;
  }

  public TradeProfile profile() {
    return profile;
  }

  public Target target() {
    return target;
  }

  public OrderTally orders() {
    return orders;
  }

  public String buyerToken(long number) {
    return buyers.token(number);
  }

  /** Prepares the market, then starts the clocks. */
  public void begin() {
    buyers = Preparation.prepare(target, profile.products(), settings.members());
    before = ProcessorTime.read(settings.processes());
    startedNanos = System.nanoTime();
  }

  /** Stops the clocks, says what they show, and audits. */
  public void end() {
    double seconds = (System.nanoTime() - startedNanos) / 1e9;
    ProcessorTime used = ProcessorTime.read(settings.processes()).minus(before);
    buyers.close();
    System.out.println("orders: " + orders.summary());
    System.out.println("processor time: " + describe(used));
    boolean audited = settings.audit() && AuditRun.isAllOk(settings.script(), settings.home());
    if (!settings.audit()) {
      System.out.println("audit: left out, as told");
    } else if (!audited) {
      FailingExit.because("the audit after the run is not all ok");
    }
    settings.summary().ifPresent(file -> write(file, seconds, used, audited));
  }

  private String describe(ProcessorTime used) {
    if (settings.processes().isEmpty()) {
      return "not measured, no processes were named";
    }
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%.2f s", used.total()));
    used.secondsByName()
        .forEach((name, s) -> text.append(String.format(Locale.ROOT, ", %s %.2f s", name, s)));
    return text.toString();
  }

  private void write(Path file, double seconds, ProcessorTime used, boolean audited) {
    Map<String, Object> findings =
        Map.of(
            "seconds",
            Math.round(seconds * MILLIS) / MILLIS,
            "orders",
            orders.summary(),
            "processorSeconds",
            used.secondsByName(),
            "audit",
            settings.audit() ? (audited ? "all ok" : "NOT OK") : "left out");
    try {
      Files.write(file, new ObjectMapper().writeValueAsBytes(findings));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
