package io.jangteo.runtime.crash;

import java.util.Collection;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Lines at which tests let a process die as it would by a loss of power: between two things that
 * belong together and are not done at once. A call is nothing at all unless the process was started
 * with {@code -Djangteo.crash.plan=FILE}, which no setting, file or request can do later.
 *
 * <p>The codes are those of {@code docs/guarantees.md}.
 */
public enum CrashPoint {
  /** A request was understood, and its transaction has not begun. */
  BEFORE_TRANSACTION("M1"),
  /** A transaction is committed, and who asked for it has no answer. */
  BEFORE_REPLY("M2"),
  /** Messages are committed, and the relay has not read them. */
  BEFORE_RELAY("M3"),
  /** Messages were given to the broker, and it has not confirmed them. */
  BEFORE_CONFIRM("M4"),
  /** The broker has confirmed messages, and they are not marked as published. */
  BEFORE_MARK("M5"),
  /** Messages were delivered, and the transaction of their inbox has not begun. */
  BEFORE_INBOX("M6"),
  /** Inbox, effect and outbox are written, and not committed. */
  BEFORE_COMMIT("M7"),
  /** Messages had their effect for good, and the broker does not know. */
  BEFORE_ACK("M8"),
  /** The provider has acted, and nobody here has written it down. */
  BEFORE_RECORD("M9"),
  /** A timer was due and has had its effect, which is not committed. */
  TIMER_DUE("M10"),
  /** Something is being undone, in a transaction that is not committed. */
  COMPENSATING("M11");

  private final String code;

  CrashPoint(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }

  /** To be called at the start of a process: says so in the log if it may die by these. */
  public static void announce(String service) {
    if (CrashPlan.ON) {
      CrashPlan.announce(service);
    }
  }

  public void pass() {
    if (CrashPlan.ON) {
      CrashPlan.pass(this, wanted -> true);
    }
  }

  /**
   * @param subject what it is about, which a plan may ask for
   */
  public void pass(String subject) {
    if (CrashPlan.ON) {
      CrashPlan.pass(this, subject::equals);
    }
  }

  /** For several things at once; for none of them this line is not passed. */
  public <T> void pass(Collection<T> things, Function<T, String> subject) {
    if (CrashPlan.ON && !things.isEmpty()) {
      Predicate<String> among =
          wanted -> things.stream().anyMatch(thing -> subject.apply(thing).equals(wanted));
      CrashPlan.pass(this, among);
    }
  }

  public void passIf(boolean passed, String subject) {
    if (CrashPlan.ON && passed) {
      CrashPlan.pass(this, subject::equals);
    }
  }
}
