package io.jangteo.gateway.cache;

import io.vertx.core.http.HttpHeaders;

/** Texts of the {@code Cache-Status} field (RFC 9211). */
public final class CacheStatus {
  /** Name of the field. */
  public static final CharSequence FIELD = HttpHeaders.createOptimized("cache-status");

  /** The request has something that no stored answer can take into account. */
  public static final CharSequence BYPASS = optimized("fwd=bypass");

  static final CharSequence HIT = optimized("hit");

  private CacheStatus() {}

  /** Why the service is asked. */
  enum Reason {
    URI_MISS("uri-miss"),
    STALE("stale"),
    REQUEST("request");

    private final CharSequence forwarded;
    private final CharSequence stored;
    private final CharSequence collapsed;

    Reason(String word) {
      this.forwarded = optimized("fwd=" + word);
      this.stored = optimized("fwd=" + word + "; stored");
      this.collapsed = optimized("fwd=" + word + "; collapsed");
    }

    CharSequence forwarded(boolean kept) {
      return kept ? stored : forwarded;
    }

    /** It was asked for somebody else already. */
    CharSequence collapsed() {
      return collapsed;
    }
  }

  private static CharSequence optimized(String parameters) {
    return HttpHeaders.createOptimized("jangteo; " + parameters);
  }

  /** Given out although its freshness is over. */
  static CharSequence stale(StoredReply reply, long nowNanos) {
    return "jangteo; hit; ttl=" + secondsLeft(reply, nowNanos);
  }

  /** The same, because the service failed. */
  static CharSequence standIn(StoredReply reply, long nowNanos) {
    return "jangteo; hit; ttl=" + secondsLeft(reply, nowNanos) + "; detail=stale-if-error";
  }

  private static long secondsLeft(StoredReply reply, long nowNanos) {
    return Math.floorDiv(reply.freshNanos() - reply.ageNanos(nowNanos), 1_000_000_000L);
  }
}
