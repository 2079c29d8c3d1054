package io.jangteo.gateway.cache;

import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Calls under way, so that what many ask for at once is asked of the service once. A call may be
 * joined only by who would be content with its generation: whoever comes after a change must not be
 * given what was read before it.
 */
final class Flights {
  private static final Duration COME_BACK = Duration.ofSeconds(1);

  private final Map<String, Flight> byKey = new HashMap<>();
  private final int waitersMax;
  private final LongSupplier nanos;
  private int waiting;

  Flights(int waitersMax, LongSupplier nanos) {
    this.waitersMax = waitersMax;
    this.nanos = nanos;
  }

  /** One call and those who wait for it. */
  static final class Flight {
    private final long generation;
    private final long deadlineNanos;
    private Future<Fill> outcome;
    private int waiters;

    private Flight(long generation, long deadlineNanos) {
      this.generation = generation;
      this.deadlineNanos = deadlineNanos;
    }
  }

  /** One that may be joined; null when there is none. */
  Flight running(String key, long generation) {
    Flight flight = byKey.get(key);
    return flight != null && flight.generation == generation ? flight : null;
  }

  /**
   * Calls. Those of an older generation still get what they wait for, but nobody joins them.
   *
   * @param deadlineNanos when the call itself gives up
   */
  Future<Fill> start(String key, long generation, long deadlineNanos, Supplier<Future<Fill>> call) {
    Flight flight = new Flight(generation, deadlineNanos);
    byKey.put(key, flight);
    flight.outcome = attempt(call).andThen(ignored -> byKey.remove(key, flight));
    return flight.outcome;
  }

  private static Future<Fill> attempt(Supplier<Future<Fill>> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /**
   * Waits for a call of somebody else, but no longer than until {@code deadlineNanos}. It goes on
   * when who began it is gone. Fails as it fails, and at once when too many wait.
   */
  Future<Fill> join(Flight flight, long deadlineNanos) {
    if (flight.waiters >= waitersMax) {
      return Future.failedFuture(
          ServiceFailure.unavailable("Too many wait for this answer already", COME_BACK, null));
    }
    flight.waiters++;
    waiting++;
    return bounded(flight, deadlineNanos)
        .onComplete(
            ignored -> {
              flight.waiters--;
              waiting--;
            });
  }

  /** A timer is needed only by who can wait for less long than the call may take. */
  private Future<Fill> bounded(Flight flight, long deadlineNanos) {
    if (deadlineNanos - flight.deadlineNanos >= 0) {
      return flight.outcome;
    }
    long left = Math.max(1, (deadlineNanos - nanos.getAsLong()) / 1_000_000);
    return flight.outcome.timeout(left, TimeUnit.MILLISECONDS).recover(Flights::explain);
  }

  private static Future<Fill> explain(Throwable error) {
    return Future.failedFuture(
        error instanceof TimeoutException
            ? ServiceFailure.of(
                FailureCode.DEADLINE_EXCEEDED, FailureCode.DEADLINE_EXCEEDED.title())
            : error);
  }

  int running() {
    return byKey.size();
  }

  int waiting() {
    return waiting;
  }
}
