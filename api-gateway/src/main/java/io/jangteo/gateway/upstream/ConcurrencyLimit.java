package io.jangteo.gateway.upstream;

import com.netflix.concurrency.limits.Limit;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * How many calls of one service are under way at once, and who waits for a place. The limit finds
 * itself from how long calls take. Of the limit each rank has a tenth less than the one before, so
 * that what matters more still finds room; those that find none wait a moment, in the order of
 * their ranks, and of a queue that is full the last of the lowest rank goes. Waiting bridges a
 * burst; while there is always somebody who waits it only makes everyone later, so then it is cut
 * short, after the controlled delay of Nichols and Jacobson, "Controlling Queue Delay" (ACM Queue,
 * 2012). For one thread.
 */
final class ConcurrencyLimit {
  private static final Future<Void> ENTERED = Future.succeededFuture();
  private static final double STEP = 0.1;

  /** No burst lasts so long. */
  private static final long STANDING_NANOS = 100_000_000;

  /** The part of the patience that is left then. */
  private static final int STANDING_PART = 5;

  private final Limit limit;
  private final LongSupplier nanos;
  private final long patienceNanos;
  private final long quickNanos;
  private final long origin;
  private final Deque<Waiting>[] queues;
  private int inFlight;
  private int queued;
  private long waitingSince;
  private long lastWaited;

  private record Waiting(Promise<Void> place, long since) {}

  /**
   * @param ranks how many there are; the first is 0 and gets most
   * @param patience longest wait for a place
   * @param quick calls that take no longer are all alike to the limit
   */
  @SuppressWarnings({"unchecked", "rawtypes"})
  ConcurrencyLimit(Limit limit, int ranks, Duration patience, Duration quick, LongSupplier nanos) {
    this.limit = limit;
    this.nanos = nanos;
    this.patienceNanos = patience.toNanos();
    this.quickNanos = quick.toNanos();
    this.origin = nanos.getAsLong();
    this.lastWaited = origin - patienceNanos;
    this.queues = new Deque[ranks];
    for (int i = 0; i < ranks; i++) {
      queues[i] = new ArrayDeque<>();
    }
  }

  int limit() {
    return limit.getLimit();
  }

  int inFlight() {
    return inFlight;
  }

  int queued() {
    return queued;
  }

  /** Completes with a place, to be left by {@link #leave}; or fails when there is none. */
  Future<Void> enter(int rank) {
    if (inFlight < share(rank) && nobodyWaitsBefore(rank)) {
      inFlight++;
      return ENTERED;
    }
    if (queued >= limit() / 2 && !dropOneBelow(rank)) {
      return Future.failedFuture(refused());
    }
    Promise<Void> place = Promise.promise();
    long now = nanos.getAsLong();
    if (now - lastWaited >= patienceNanos) {
      waitingSince = now;
    }
    lastWaited = now;
    queues[rank].addLast(new Waiting(place, now));
    queued++;
    return place.future();
  }

  /** How long whoever has to wait may do so now; after that {@link #expire} is to be called. */
  Duration patience() {
    return Duration.ofNanos(patienceNanos(nanos.getAsLong()));
  }

  private long patienceNanos(long now) {
    boolean standing = now - lastWaited < patienceNanos && now - waitingSince >= STANDING_NANOS;
    return standing ? patienceNanos / STANDING_PART : patienceNanos;
  }

  /**
   * Gives the place to the next.
   *
   * @param startedAt on the clock of this object
   * @param tookNanos negative when it says nothing about how much the service can take
   */
  void leave(long startedAt, long tookNanos, boolean timedOut) {
    if (tookNanos >= 0) {
      // Times near zero: the library takes zero for the beginning of time.
      limit.onSample(startedAt - origin, Math.max(quickNanos, tookNanos), inFlight, timedOut);
    }
    inFlight--;
    admitWaiting();
  }

  /** Sends away those that have waited too long. */
  void expire() {
    long now = nanos.getAsLong();
    long patience = patienceNanos(now);
    for (Deque<Waiting> queue : queues) {
      while (!queue.isEmpty() && now - queue.peekFirst().since() >= patience) {
        queued--;
        queue.removeFirst().place().fail(refused());
      }
    }
  }

  private int share(int rank) {
    return (int) Math.ceil(limit() * (1 - STEP * rank));
  }

  private boolean nobodyWaitsBefore(int rank) {
    if (queued > 0) {
      for (int i = 0; i <= rank; i++) {
        if (!queues[i].isEmpty()) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean dropOneBelow(int rank) {
    for (int i = queues.length - 1; i > rank; i--) {
      if (!queues[i].isEmpty()) {
        queued--;
        queues[i].removeLast().place().fail(refused());
        return true;
      }
    }
    return false;
  }

  private void admitWaiting() {
    for (int rank = 0; rank < queues.length && queued > 0; rank++) {
      while (!queues[rank].isEmpty() && inFlight < share(rank)) {
        queued--;
        inFlight++;
        queues[rank].removeFirst().place().complete();
      }
    }
  }

  private static ServiceFailure refused() {
    return ServiceFailure.unavailable(
        "The service has as much to do as it can take", Duration.ofSeconds(1), null);
  }
}
