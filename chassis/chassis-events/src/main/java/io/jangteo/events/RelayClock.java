package io.jangteo.events;

import io.vertx.core.Vertx;

/** When the relay does what it does not do at once. All state belongs to one context. */
final class RelayClock {
  static final long TICK_MILLIS = 50;

  private static final int TICKS_PER_SECOND = 20;
  private static final int TICKS_PER_MINUTE = 60 * TICKS_PER_SECOND;
  private static final int DOUBLINGS_MAX = 5;

  private final Vertx vertx;
  private long timer = -1;
  private long ticks;
  private long nextPoll;
  private int idlePolls;

  RelayClock(Vertx vertx) {
    this.vertx = vertx;
  }

  void start(Runnable tick) {
    timer =
        vertx.setPeriodic(
            TICK_MILLIS,
            ignored -> {
              ticks++;
              tick.run();
            });
  }

  void stop() {
    vertx.cancelTimer(timer);
  }

  boolean isHalfSecond() {
    return ticks % (TICKS_PER_SECOND / 2) == 0;
  }

  boolean isSecond() {
    return ticks % TICKS_PER_SECOND == 0;
  }

  boolean isMinute() {
    return ticks % TICKS_PER_MINUTE == 0;
  }

  boolean isPollDue() {
    return ticks >= nextPoll;
  }

  /** The next poll is soon after one that found something, later and later after others. */
  void polled(boolean found) {
    idlePolls = found ? 0 : Math.min(idlePolls + 1, DOUBLINGS_MAX);
    nextPoll = ticks + Math.min(1L << idlePolls, TICKS_PER_SECOND);
  }
}
