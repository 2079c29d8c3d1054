package io.jangteo.bus.resilience;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Which instances of one service are ejected. Each that fails several times in a row is, for longer
 * each time, unless too many are out already: when most of them fail, none of them is the outlier.
 * For many threads.
 */
public final class Outliers {
  private static final double JITTER = 0.1;

  private final OutlierRules rules;
  private final LongSupplier nanos;
  private final DoubleSupplier random;
  private final Set<Member> members = new HashSet<>();

  /**
   * Of a service without instances so far.
   *
   * @param random from 0 to 1
   */
  public Outliers(OutlierRules rules, LongSupplier nanos, DoubleSupplier random) {
    this.rules = rules;
    this.nanos = nanos;
    this.random = random;
  }

  /** An instance more. */
  public synchronized Member join() {
    Member member = new Member();
    members.add(member);
    return member;
  }

  /** It is no longer one of the service's instances. */
  public synchronized void leave(Member member) {
    members.remove(member);
  }

  /** Instances ejected now. */
  public synchronized int ejected() {
    return (int) members.stream().filter(Member::isEjected).count();
  }

  private synchronized void judge(Member member) {
    member.inARow++;
    if (member.inARow >= rules.failures() && !member.isEjected() && mayEjectOneMore()) {
      member.eject();
    }
  }

  private boolean mayEjectOneMore() {
    int out = ejected() + 1;
    return out < members.size() && out * 100 <= members.size() * rules.ejectedPercentMax();
  }

  /** One instance's record. */
  public final class Member {
    private volatile int inARow;
    private volatile boolean ejected;
    private volatile long until;
    private int times;

    private Member() {}

    /** It has answered as it should, or refused as it may. */
    public void answered() {
      if (inARow != 0) {
        inARow = 0;
      }
    }

    /** A gateway error, or no answer in a fair time. */
    public void failed() {
      judge(this);
    }

    public boolean isEjected() {
      return ejected && nanos.getAsLong() - until < 0;
    }

    /** How long it stays ejected; zero when it is not. */
    public Duration left() {
      return ejected ? Duration.ofNanos(Math.max(0, until - nanos.getAsLong())) : Duration.ZERO;
    }

    /** Each ejection time spent in peace since the last one takes one off the count. */
    private void eject() {
      long now = nanos.getAsLong();
      long peace = ejected ? (now - until) / rules.ejection().toNanos() : 0;
      times = 1 + (int) Math.max(0, times - peace);
      long most = rules.ejectionMax().toNanos();
      double length = Math.min((double) most, (double) rules.ejection().toNanos() * times);
      until = now + (long) (length * (1 - JITTER * random.getAsDouble()));
      ejected = true;
      inARow = 0;
    }
  }
}
