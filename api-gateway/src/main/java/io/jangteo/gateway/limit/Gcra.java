package io.jangteo.gateway.limit;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The generic cell rate algorithm for one client: all it remembers is the time at which the client,
 * had it kept to the rate, would have sent its next request. May be used from several threads.
 *
 * <p>A clock that goes back is no way around it: the burst then counts as used up, so nothing is
 * given that was not free, and nobody is locked out for longer than a few bursts take to come back.
 */
public final class Gcra {
  private static final int OWED_BURSTS_MAX = 8;

  private final AtomicLong next;

  public Gcra(long now) {
    next = new AtomicLong(now);
  }

  /**
   * Takes one request, or none.
   *
   * @return how many more are free; when there is none to take, the nanoseconds until there is one,
   *     negated
   */
  public long take(Limit limit, long now) {
    return take(limit, now, 1);
  }

  /** The same for something as dear as {@code cost} requests. */
  long take(Limit limit, long now, int cost) {
    while (true) {
      long seen = next.get();
      long from = from(limit, seen, now);
      long after = from + limit.interval() * cost;
      long free = limit.span() - (after - now);
      if (next.compareAndSet(seen, free < 0 ? from : after)) {
        return free < 0 ? free : free / limit.interval();
      }
    }
  }

  /**
   * Takes requests that have been let through already, or gives some back when {@code count} is
   * negative. What is owed beyond a few bursts is forgiven.
   */
  void charge(Limit limit, long now, int count) {
    next.updateAndGet(
        seen -> {
          long after = from(limit, seen, now) + limit.interval() * count;
          long most = now + (1 + OWED_BURSTS_MAX) * limit.span();
          return after - most > 0 ? most : after - now < 0 ? now : after;
        });
  }

  /** Requests that are free; negative when some are owed. */
  long free(Limit limit, long now) {
    return Math.floorDiv(limit.span() - (from(limit, next.get(), now) - now), limit.interval());
  }

  /** Nanoseconds until one is free. */
  long wait(Limit limit, long now) {
    long after = from(limit, next.get(), now) + limit.interval();
    return Math.max(0, after - now - limit.span());
  }

  /** Compared by difference: the clock may begin anywhere. */
  private static long from(Limit limit, long seen, long now) {
    long ahead = seen - now;
    if (ahead < 0) {
      return now;
    }
    return ahead > (1 + OWED_BURSTS_MAX) * limit.span() ? now + limit.span() : seen;
  }
}
