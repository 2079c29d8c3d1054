package io.jangteo.gateway.cache;

import io.jangteo.gateway.contract.CachePolicy;
import java.util.List;
import java.util.Map;

/**
 * What tells one answer from another: the operation, which stands for GET and HEAD alike, the
 * values of its path, those of its query that the contract lists, and for private answers the
 * caller. A service answers in one media type, so that is no part of it.
 */
final class CacheKey {
  private static final int USUAL_LENGTH = 96;

  private CacheKey() {}

  /**
   * Every part is preceded by its length, so that no value can be taken for two.
   *
   * @param values of the path; more than the policy's number of parameters are not looked at
   * @param caller who asks and what it may do; empty for anybody
   */
  static String of(CachePolicy policy, String[] values, Map<String, String> query, String caller) {
    StringBuilder key = new StringBuilder(USUAL_LENGTH).append(policy.scope());
    for (int i = 0; i < policy.parameters(); i++) {
      part(key, '/', values[i]);
    }
    if (!query.isEmpty()) {
      List<String> names = policy.query();
      for (int i = 0; i < names.size(); i++) {
        String value = query.get(names.get(i));
        if (value != null) {
          part(key.append('?').append(i), '=', value);
        }
      }
    }
    if (policy.perCaller()) {
      part(key, '@', caller);
    }
    return key.toString();
  }

  private static void part(StringBuilder key, char mark, String value) {
    key.append(mark).append(value.length()).append(':').append(value);
  }
}
