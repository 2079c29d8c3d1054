package io.jangteo.gateway.cache;

/** What a stored answer is good for (RFC 9111, section 4.2, and RFC 5861). */
final class Freshness {
  private static final long FAILURE_REMEMBERED_NANOS = 30_000_000_000L;

  /** From best to worst. */
  enum Use {
    /** Given out as it is. */
    FRESH,
    /** Given out, and renewed behind the scenes. */
    STALE,
    /** Given out only if the service fails. */
    FALLBACK,
    /** Never given out. */
    NONE
  }

  private Freshness() {}

  /**
   * Judges one answer for one request.
   *
   * @param reply null for none
   * @param watched whether a change would be heard of; where it would not be, nothing stale is
   *     given out while the service can be asked
   */
  static Use of(StoredReply reply, long nowNanos, boolean watched, Wishes wishes) {
    if (reply == null) {
      return Use.NONE;
    }
    long age = reply.ageNanos(nowNanos);
    long past = age - reply.freshNanos();
    boolean accepted = !wishes.anew() && age <= wishes.ageMaxNanos();
    if (accepted && past < 0 && past + wishes.freshForNanos() <= 0) {
      return Use.FRESH;
    }
    boolean staleAccepted = accepted && wishes.freshForNanos() == 0 && past >= 0;
    if (staleAccepted && watched && past < reply.staleNanos()) {
      return Use.STALE;
    }
    if (reply.errorNanos() == 0 || past >= reply.errorNanos()) {
      return Use.NONE;
    }
    // Nobody is made to wait, again and again, for a service that has just failed.
    return staleAccepted && reply.failedWithin(FAILURE_REMEMBERED_NANOS, nowNanos)
        ? Use.STALE
        : Use.FALLBACK;
  }
}
