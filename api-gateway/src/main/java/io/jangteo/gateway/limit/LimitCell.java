package io.jangteo.gateway.limit;

/**
 * What one gateway knows of one client under one limit. Used from one context only.
 *
 * <p>Alone it decides by its own count. Among others it does so too while the client stays within a
 * tenth of the gateway's part of the limit: if all of them do, they exceed the limit by a tenth at
 * most. What goes beyond is reported to the key's keeper, off the path of requests. When the keeper
 * answers that little is left, the cell is bound: it lets through what was leased to it and nothing
 * else, until the keeper says otherwise, cannot be reached, or nobody has asked for a while.
 */
final class LimitCell {
  private static final int UNREPORTED_PART = 10;
  private static final int OWED_BURSTS_MAX = 4;
  private static final long LEASE = 1_000_000_000;
  private static final long PAUSE_MIN = 10_000_000;
  private static final long PAUSE_MAX = 1_000_000_000;

  private final LimitKey key;
  private final Gcra own;
  private final Gcra unreported;
  private Limit limit;
  private int owed;
  private int asked;
  private long lastAsked;
  private boolean listed;
  private boolean reporting;
  private long nextReport;
  private boolean bound;
  private int tokens;
  private long leaseEnd;
  private long waitUntil;

  LimitCell(LimitKey key, Limit limit, long now) {
    this.key = key;
    this.limit = limit;
    this.own = new Gcra(now);
    this.unreported = new Gcra(now);
    this.nextReport = now;
    this.lastAsked = now;
  }

  /**
   * One request; nothing here waits.
   *
   * @param current the limit as the contract has it now
   * @return as {@link Gcra#take}
   */
  long take(Limit current, long now, int gateways) {
    limit = current;
    if (gateways == 1) {
      return own.take(limit, now);
    }
    lastAsked = now;
    if (listed) {
      asked = Math.min(asked + 1, limit.burst());
    }
    if (isBound(now)) {
      return spend(now);
    }
    long free = own.take(limit, now);
    if (free >= 0 && unreported.take(limit, now, UNREPORTED_PART * gateways) < 0) {
      owed = Math.min(owed + 1, OWED_BURSTS_MAX * limit.burst());
    }
    return free;
  }

  private boolean isBound(long now) {
    return bound && now - Math.max(leaseEnd, waitUntil + LEASE) < 0;
  }

  private long spend(long now) {
    if (tokens == 0) {
      return -Math.max(waitUntil - now, 1);
    }
    tokens--;
    own.charge(limit, now, 1);
    return tokens;
  }

  /** Whether the keeper must hear of it and it is not on the list of such cells yet; then it is. */
  boolean list() {
    boolean isNew = owed != 0 && !listed;
    listed |= isNew;
    return isNew;
  }

  /** Whether it may be taken off that list; then it is, and decides by itself again. */
  boolean unlist(long now) {
    boolean settled = !reporting && owed == 0 && tokens == 0;
    boolean idle = settled && (!isBound(now) || isQuiet(now));
    if (idle) {
      bound = false;
      listed = false;
      asked = 0;
    }
    return idle;
  }

  /**
   * A busy client has short pauses too; let go in one of them, it would get a burst for nothing.
   */
  private boolean isQuiet(long now) {
    return now - waitUntil >= 0 && now - lastAsked >= Math.min(LEASE, limit.span());
  }

  boolean isListed() {
    return listed;
  }

  /** What the keeper should be told now, or null. */
  Report report(long now) {
    if (reporting || !isDue(now)) {
      return null;
    }
    boolean unused = asked == 0 && tokens > 0;
    Report report =
        unused
            ? new Report(key, limit, owed - tokens, 0)
            : new Report(key, limit, owed, Math.max(tokens == 0 ? 1 : 0, asked - tokens));
    if (unused) {
      tokens = 0;
      bound = false;
    }
    owed = 0;
    asked = 0;
    reporting = true;
    nextReport = now + Math.max(PAUSE_MIN, Math.min(PAUSE_MAX, limit.span() / UNREPORTED_PART));
    return report;
  }

  private boolean isDue(long now) {
    if (owed >= Math.max(1, limit.burst() / UNREPORTED_PART)) {
      return true;
    }
    if (bound && tokens == 0) {
      return now - waitUntil >= 0;
    }
    if (now - nextReport < 0) {
      return false;
    }
    return owed != 0 || tokens > 0 && (now - leaseEnd >= 0 || asked > tokens);
  }

  /** The keeper has answered. */
  void accept(Grant grant, long now) {
    reporting = false;
    bound = grant.scarce();
    if (bound) {
      tokens += grant.tokens();
      leaseEnd = now + LEASE;
      waitUntil = now + grant.pause();
    } else {
      owed -= tokens;
      tokens = 0;
    }
  }

  /** The keeper cannot be reached: it decides by itself. */
  void release(long now) {
    reporting = false;
    bound = false;
    tokens = 0;
    waitUntil = now;
  }
}
