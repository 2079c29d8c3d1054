package io.jangteo.loadtest.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a run is to be.
 *
 * @param urls gateways; empty for the one of the local marketplace
 * @param home folder of the local marketplace
 * @param rate visitors a second
 * @param duration of the arrivals; those who came last are still served
 * @param products how many of the most popular ones are sold
 * @param members accounts that the buyers share
 * @param declinedShare of the orders, paid with a card that is declined
 * @param visitsPerOrder visitors of whom one buys, in the mixed run
 * @param p99 limit for requests that are answered at once
 * @param endWithin limit from an order to its end state
 * @param maxErrorPercent of all requests
 * @param seed of all that is drawn
 * @param audit whether the local marketplace is audited after the run
 * @param script {@code ./jangteo}
 * @param processes whose processor time is measured
 * @param summary file for the findings of the run, for whoever started it
 */
public record LoadSettings(
    List<String> urls,
    Path home,
    double rate,
    Duration duration,
    Shape shape,
    int products,
    int members,
    double declinedShare,
    int visitsPerOrder,
    Duration p99,
    Duration endWithin,
    double maxErrorPercent,
    long seed,
    boolean audit,
    Path script,
    List<WatchedProcess> processes,
    Optional<Path> summary) {

  public LoadSettings {
    urls = List.copyOf(urls);
    processes = List.copyOf(processes);
    require(rate > 0 && rate <= 100_000, "rate must be above 0 and at most 100000");
    require(
        duration.toMillis() >= 1_000 && duration.toNanosPart() == 0,
        "duration must be whole seconds, one at least");
    require(products >= 1, "products must be at least 1");
    require(members >= 1 && members <= 1_000, "members must be between 1 and 1000");
    require(declinedShare >= 0 && declinedShare <= 1, "declined must be between 0 and 1");
    require(visitsPerOrder >= 1, "visitsPerOrder must be at least 1");
    require(maxErrorPercent >= 0 && maxErrorPercent <= 100, "maxErrors must be a percentage");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
