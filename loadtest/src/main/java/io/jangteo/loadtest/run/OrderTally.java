package io.jangteo.loadtest.run;

import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What became of the accepted orders of a run; safe for many threads. */
public final class OrderTally {
  private final AtomicLong accepted = new AtomicLong();
  private final Map<String, Long> byStatus = new ConcurrentHashMap<>();
  private final Queue<Long> millisToEnd = new ConcurrentLinkedQueue<>();

  public void accepted() {
    accepted.incrementAndGet();
  }

  /**
   * Notes what an order was when it was looked at for the last time.
   *
   * @param inTime whether that is an end state, reached before the deadline
   */
  public void left(String status, boolean inTime, long millis) {
    byStatus.merge(inTime ? status : "not ended in time", 1L, Long::sum);
    if (inTime) {
      millisToEnd.add(millis);
    }
  }

  /** One line for people; of orders that are seen to end at the next look, up to a second late. */
  public String summary() {
    if (accepted.get() == 0) {
      return "no order was accepted";
    }
    long[] sorted = millisToEnd.stream().mapToLong(Long::longValue).sorted().toArray();
    return accepted
        + " accepted, "
        + new TreeMap<>(byStatus)
        + ", end state seen after p50 "
        + quantile(sorted, 0.5)
        + " ms, p99 "
        + quantile(sorted, 0.99)
        + " ms";
  }

  private static String quantile(long[] sorted, double share) {
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return Arrays.stream(sorted)
        .skip(Math.max(0, index))
        .boxed()
        .findFirst()
        .map(String::valueOf)
        .orElse("-");
  }
}
