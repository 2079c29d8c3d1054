package io.jangteo.gateway.cache;

import io.jangteo.gateway.contract.CachePolicy;

/**
 * How often what an answer depends on has changed. An answer carries the generation that held when
 * the service was asked for it and is good for as long as that holds; so a change costs one
 * addition however many answers it concerns, and an answer that was under way meanwhile is dropped.
 *
 * <p>Values share a bounded number of counters. Two that share one lose their answers together,
 * which costs a call and is never wrong.
 */
final class Generations {
  private static final int OPERATIONS = 1 << 10;
  private static final int VALUES = 1 << 14;

  private final long[] operations = new long[OPERATIONS];
  private final long[] values = new long[VALUES];
  private long all;

  /** Grows with every change to what the answer to this request depends on. */
  long of(CachePolicy policy, String[] path) {
    long sum = all + operations[operation(policy)];
    for (int i = 0; i < policy.parameters(); i++) {
      sum += values[value(policy, i, path[i])];
    }
    return sum;
  }

  /** Every answer there is, is out of date. */
  void changed() {
    all++;
  }

  /** So is every answer of an operation. */
  void changed(CachePolicy policy) {
    operations[operation(policy)]++;
  }

  /** So is every answer of an operation that has this value at that place of its path. */
  void changed(CachePolicy policy, int parameter, String value) {
    values[value(policy, parameter, value)]++;
  }

  private static int operation(CachePolicy policy) {
    return spread(policy.scope().hashCode()) & (OPERATIONS - 1);
  }

  private static int value(CachePolicy policy, int parameter, String value) {
    int hash = (policy.scope().hashCode() * 31 + parameter) * 31 + value.hashCode();
    return spread(hash) & (VALUES - 1);
  }

  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ (mixed >>> 16);
  }
}
