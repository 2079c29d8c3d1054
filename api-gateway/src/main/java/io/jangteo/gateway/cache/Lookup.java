package io.jangteo.gateway.cache;

import io.jangteo.bus.BusReply;
import io.jangteo.gateway.contract.CachePolicy;
import io.vertx.core.Future;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One request, as far as the cache needs to know it.
 *
 * @param values of the path parameters, in the order of the template
 * @param deadlineNanos when the client's time is over
 * @param ask calls the service, with nothing of the request that is not in the key
 */
public record Lookup(
    CachePolicy policy,
    String[] values,
    String key,
    Wishes wishes,
    long deadlineNanos,
    Supplier<Future<BusReply>> ask) {

  /**
   * Makes one.
   *
   * @param caller who asks and what it may do, empty for anybody
   * @param cacheControl the request's field; null for none
   */
  public static Lookup of(
      CachePolicy policy,
      String[] values,
      Map<String, String> query,
      String caller,
      String cacheControl,
      long deadlineNanos,
      Supplier<Future<BusReply>> ask) {
    String key = CacheKey.of(policy, values, query, caller);
    return new Lookup(policy, values, key, Wishes.of(cacheControl), deadlineNanos, ask);
  }
}
