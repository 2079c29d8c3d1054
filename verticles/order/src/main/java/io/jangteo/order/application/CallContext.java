package io.jangteo.order.application;

import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusRequest;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What a request hands on to the calls it leads to.
 *
 * @param remaining what is left of its deadline whenever it is asked
 */
public record CallContext(String requestId, Supplier<Duration> remaining) {
  /** Kept back for what comes after the call. */
  private static final Duration RESERVE = Duration.ofMillis(250);

  public static CallContext of(BusRequest request) {
    return new CallContext(request.requestId(), request::remaining);
  }

  /** Headers of a call made for this request. */
  MultiMap headers() {
    return MultiMap.caseInsensitiveMultiMap().set(BusHeaders.REQUEST_ID, requestId);
  }

  /** As long as wanted, but so that there is time left to answer; above zero. */
  public Duration within(Duration wanted) {
    Duration left = remaining.get().minus(RESERVE);
    Duration shorter = wanted.compareTo(left) < 0 ? wanted : left;
    return shorter.toMillis() < 1 ? Duration.ofMillis(1) : shorter;
  }
}
