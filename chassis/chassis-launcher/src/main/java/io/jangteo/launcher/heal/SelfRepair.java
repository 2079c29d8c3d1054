package io.jangteo.launcher.heal;

import io.jangteo.launcher.heal.Round.Blame;
import java.time.Duration;

/**
 * When a node registers anew and when it starts again. One bad round is chance: something is done
 * from the second on, and a new start only when registering anew did not help.
 *
 * <p>Pure: told everything, and what time it is. Times are of {@link System#nanoTime}.
 */
final class SelfRepair {
  /** Longer than it takes until a registration has come to everybody. */
  private static final Duration BETWEEN_REPUBLISHINGS = Duration.ofSeconds(4);

  private static final int CHANCE = 1;

  private final Duration restartAfter;
  private long noRestartBefore;
  private int badRounds;
  private int blamedRounds;
  private long blamedSince;
  private Blame blame;
  private boolean republished;
  private long republishedAt;

  /** What to do now. */
  enum Action {
    NOTHING,
    REPUBLISH,
    RESTART
  }

  /**
   * @param restartAfter how long a node may be to blame; zero for ever
   * @param noRestartBefore the time before which it does not start again
   */
  SelfRepair(Duration restartAfter, long noRestartBefore) {
    this.restartAfter = restartAfter;
    this.noRestartBefore = noRestartBefore;
  }

  Action after(Round round, long now) {
    blame = round.blame();
    badRounds = blame != null || round.missed() > 0 ? badRounds + 1 : 0;
    blamedRounds = blame != null ? blamedRounds + 1 : 0;
    if (blamedRounds == 1) {
      blamedSince = now;
    }
    if (isRestartDue(now)) {
      return Action.RESTART;
    }
    return isRepublishingDue(now) ? republishing(now) : Action.NOTHING;
  }

  /**
   * No new start soon: this node cannot tell whether others are silent, for it is late itself or
   * has not started yet. Where all are short of CPU, starts are what makes it worse.
   */
  void postpone(long now) {
    long next = now + restartAfter.toNanos();
    noRestartBefore = next - noRestartBefore > 0 ? next : noRestartBefore;
  }

  /** What the node has been to blame for in more than one round; null for nothing. */
  Blame lastingBlame() {
    return blamedRounds > CHANCE ? blame : null;
  }

  private boolean isRestartDue(long now) {
    return blamedRounds > CHANCE
        && !restartAfter.isZero()
        && now - blamedSince >= restartAfter.toNanos()
        && now - noRestartBefore >= 0;
  }

  private boolean isRepublishingDue(long now) {
    return badRounds > CHANCE
        && (!republished || now - republishedAt >= BETWEEN_REPUBLISHINGS.toNanos());
  }

  private Action republishing(long now) {
    republished = true;
    republishedAt = now;
    return Action.REPUBLISH;
  }
}
