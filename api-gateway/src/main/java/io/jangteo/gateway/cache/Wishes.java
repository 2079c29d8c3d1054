package io.jangteo.gateway.cache;

import java.util.concurrent.TimeUnit;

/**
 * What a request says of the answers it accepts (RFC 9111, section 5.2.1).
 *
 * @param anew no stored answer without asking the service: {@code no-cache}, or {@code no-store},
 *     which is not heeded further, because what is stored is nothing of the client's
 * @param ageMaxNanos no older answer
 * @param freshForNanos only an answer that stays fresh for so long
 * @param onlyStored rather none than asking the service
 */
record Wishes(boolean anew, long ageMaxNanos, long freshForNanos, boolean onlyStored) {
  static final Wishes NONE = new Wishes(false, Long.MAX_VALUE, 0, false);

  /**
   * Reads them.
   *
   * @param cacheControl null when the request has no such field
   */
  static Wishes of(String cacheControl) {
    if (cacheControl == null) {
      return NONE;
    }
    CacheControl directives = CacheControl.parse(cacheControl);
    return new Wishes(
        directives.has("no-cache") || directives.has("no-store"),
        directives.has("max-age") ? nanos(directives, "max-age") : Long.MAX_VALUE,
        nanos(directives, "min-fresh"),
        directives.has("only-if-cached"));
  }

  private static long nanos(CacheControl directives, String name) {
    return TimeUnit.SECONDS.toNanos(directives.seconds(name).orElse(0));
  }
}
