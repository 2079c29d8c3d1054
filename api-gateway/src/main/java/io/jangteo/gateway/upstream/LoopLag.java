package io.jangteo.gateway.upstream;

import io.jangteo.bus.Priority;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How late this thread is for what it should do, and what it should no longer take on because of
 * it. One long pause is none of it: all of the last few ticks must have been late. A gateway that
 * has done little yet may be later: it compiles what it does, which refusing makes no shorter. For
 * one thread.
 */
final class LoopLag {
  static final long TICK_MILLIS = 50;
  private static final int REMEMBERED = 4;
  private static final long STEP_MILLIS = 100;

  /** From so many calls on it should have compiled what they need. */
  static final int WARM_CALLS = 2_000;

  private static final long COLD_STEP_MILLIS = 1_000;

  private final LongSupplier nanos;
  private final long[] late = new long[REMEMBERED];
  private int next;
  private long last;
  private long millis;
  private int calls;

  LoopLag(LongSupplier nanos) {
    this.nanos = nanos;
    this.last = nanos.getAsLong();
  }

  /** To be called every {@link #TICK_MILLIS}. */
  void tick() {
    long now = nanos.getAsLong();
    late[next] = TimeUnit.NANOSECONDS.toMillis(now - last) - TICK_MILLIS;
    last = now;
    next = (next + 1) % REMEMBERED;
    long least = Long.MAX_VALUE;
    for (long value : late) {
      least = Math.min(least, value);
    }
    millis = Math.max(0, least);
  }

  long millis() {
    return millis;
  }

  /** To be told of every call, refused or not. */
  void called() {
    if (calls < WARM_CALLS) {
      calls++;
    }
  }

  /**
   * Above 100 ms the lowest priority, above 200 ms the one before as well, and so on; ten times as
   * much while cold.
   */
  boolean refuses(Priority priority) {
    long step = calls < WARM_CALLS ? COLD_STEP_MILLIS : STEP_MILLIS;
    int lowest = Priority.values().length;
    return priority != Priority.HEALTH && millis > step * (lowest - priority.ordinal());
  }
}
