package io.jangteo.cli.replay;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/**
 * What a replay ends on; sums of what the service reported, not of the file.
 *
 * @param units of all orders, whatever became of them; likewise {@code lines} and {@code pence}
 * @param sentNow orders that this run sent; the others were seen to their end by an earlier one
 * @param ordersPerSecond of those sent now, from the first request to the last end state
 * @param latencyP50Ms from request to end state
 * @param returnInvoicesNotSent goods that came back: no operation takes them yet
 * @param failedAttempts of all requests of this run, those that were tried again
 * @param failedRequests those that needed more than one attempt
 * @param failedSeconds during which some request was under way that failed at first
 * @param longestFailedSeconds of them, in one piece
 * @param failures the failed attempts by operation and what became of them
 */
@JsonPropertyOrder({"orders", "completed", "compensated", "parked", "lines", "units", "pence"})
record ReplayResult(
    long orders,
    long completed,
    long compensated,
    long parked,
    long lines,
    long units,
    long pence,
    double ordersPerSecond,
    double latencyP50Ms,
    double latencyP99Ms,
    long sentNow,
    double seconds,
    long products,
    long customers,
    long corrections,
    long returnInvoicesNotSent,
    long returnLinesNotSent,
    long failedAttempts,
    long failedRequests,
    double failedSeconds,
    double longestFailedSeconds,
    Map<String, Long> failures) {

  static ReplayResult of(
      TradePlan plan,
      Collection<PlacedOrder> orders,
      long[] latencyNanos,
      double seconds,
      FailedTime failures) {
    long[] sorted = latencyNanos.clone();
    Arrays.sort(sorted);
    return new ReplayResult(
        orders.size(),
        count(orders, "COMPLETED"),
        count(orders, "COMPENSATED"),
        count(orders, "PARKED"),
        orders.stream().mapToLong(PlacedOrder::lines).sum(),
        orders.stream().mapToLong(PlacedOrder::units).sum(),
        orders.stream().mapToLong(PlacedOrder::pence).sum(),
        round(sorted.length / Math.max(seconds, 1e-9)),
        percentile(sorted, 0.50),
        percentile(sorted, 0.99),
        sorted.length,
        round(seconds),
        plan.products().size(),
        plan.customers().size(),
        plan.corrections().size(),
        plan.returns().size(),
        plan.returns().stream().mapToLong(invoice -> invoice.lines().size()).sum(),
        failures.attempts(),
        failures.requests(),
        round(failures.seconds()),
        round(failures.longestSeconds()),
        failures.ways());
  }

  private static long count(Collection<PlacedOrder> orders, String status) {
    return orders.stream().filter(order -> order.status().equals(status)).count();
  }

  /** Nearest rank; zero when nothing was measured. */
  private static double percentile(long[] sortedNanos, double share) {
    if (sortedNanos.length == 0) {
      return 0;
    }
    int rank = (int) Math.ceil(share * sortedNanos.length);
    return round(sortedNanos[Math.max(0, rank - 1)] / 1e6);
  }

  private static double round(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
