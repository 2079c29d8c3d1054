package io.jangteo.embedded;

import java.time.Duration;

/**
 * Decides what is to be done about one server from what was seen of it. Knows no clock, disk or
 * process, and does nothing itself.
 */
final class Supervision {
  private final DiskFloor floor;
  private final BackOff backOff = new BackOff();
  private State state = State.RUNNING;
  private long runningSince;
  private long dueAt;
  private Duration pause = Duration.ZERO;

  Supervision(DiskFloor floor, long now) {
    this.floor = floor;
    this.runningSince = now;
  }

  private enum State {
    RUNNING,
    PAUSING,
    WITHOUT_ROOM
  }

  /** What is to be done now. */
  enum Step {
    NOTHING,
    /** It ended unasked: say so, and wait for {@link #START}. */
    MOURN,
    /** It has too little room left: stop it. */
    HALT,
    /** It ended unasked and lacks room: say so. */
    MOURN_WITHOUT_ROOM,
    /** It is not started again after all, for lack of room: say so. */
    WAIT_FOR_ROOM,
    /** Start it; tell how that went by {@link #started} or {@link #failed}. */
    START
  }

  /**
   * @param free bytes in its file system
   * @param now nanoseconds of the clock that never goes back
   */
  Step observe(boolean alive, long free, long now) {
    return switch (state) {
      case RUNNING -> running(alive, free, now);
      case PAUSING -> pausing(free, now);
      case WITHOUT_ROOM -> floor.hasRoomAgain(free) ? Step.START : Step.NOTHING;
    };
  }

  private Step running(boolean alive, long free, long now) {
    if (floor.isBroken(free)) {
      state = State.WITHOUT_ROOM;
      return alive ? Step.HALT : Step.MOURN_WITHOUT_ROOM;
    }
    if (alive) {
      return Step.NOTHING;
    }
    pauseFor(backOff.afterRun(Duration.ofNanos(now - runningSince)), now);
    return Step.MOURN;
  }

  private Step pausing(long free, long now) {
    if (floor.isBroken(free)) {
      state = State.WITHOUT_ROOM;
      return Step.WAIT_FOR_ROOM;
    }
    return now - dueAt >= 0 ? Step.START : Step.NOTHING;
  }

  void started(long now) {
    state = State.RUNNING;
    runningSince = now;
  }

  void failed(long now) {
    pauseFor(backOff.afterFailure(), now);
  }

  private void pauseFor(Duration length, long now) {
    state = State.PAUSING;
    pause = length;
    dueAt = now + length.toNanos();
  }

  /** How long the next start is put off. */
  Duration pause() {
    return pause;
  }

  boolean isRunning() {
    return state == State.RUNNING;
  }
}
