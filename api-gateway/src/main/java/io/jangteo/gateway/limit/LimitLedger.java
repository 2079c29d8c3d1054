package io.jangteo.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * The accounts of the keys that this gateway keeps for all of them. While more than half a burst is
 * free, gateways let requests through and tell of them afterwards; below that they spend only what
 * was leased to them here, and all they spend together is never more than the limit.
 */
final class LimitLedger {
  private static final long PATIENCE = 100_000_000;
  private static final int PATIENCE_PART = 20;

  private final Cache<LimitKey, Gcra> accounts;

  LimitLedger(int keysMax) {
    this.accounts = Caffeine.newBuilder().maximumSize(keysMax).executor(Runnable::run).build();
  }

  /** Books what was let through and leases what is wanted, as far as it goes. */
  Grant settle(Report report, long now) {
    Limit limit = report.limit();
    Gcra account = accounts.get(report.key(), key -> new Gcra(now));
    account.charge(limit, now, report.charge());
    long free = account.free(limit, now);
    if (free * 2 > limit.burst()) {
      return Grant.PLENTY;
    }
    int tokens = (int) Math.max(0, Math.min(report.want(), free));
    account.charge(limit, now, tokens);
    return new Grant(true, tokens, free > 0 ? 0 : wait(account, limit, now));
  }

  /** Long enough for more than a single token where the rate is high: fewer questions. */
  private static long wait(Gcra account, Limit limit, long now) {
    return Math.max(account.wait(limit, now), Math.min(PATIENCE, limit.span() / PATIENCE_PART));
  }

  long size() {
    return accounts.estimatedSize();
  }
}
