package io.jangteo.gateway.cache;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What can be read of the cache from outside: {@code jangteo.gateway.cache.requests} by result,
 * {@code .fills} by outcome, {@code .evictions} by cause, {@code .invalidations}, and {@code
 * .bytes}, {@code .entries} and {@code .waiting} as they are.
 */
final class CacheMeters {
  private static final String PREFIX = "jangteo.gateway.cache.";

  /** How a request was answered. */
  enum Result {
    HIT,
    STALE,
    MISS,
    COLLAPSED,
    STOOD_IN,
    FAILED,
    REFUSED,
    BYPASSED
  }

  /** What became of a call. */
  enum Outcome {
    STORED,
    /** Something changed while it was under way. */
    OUTDATED,
    UNSTORABLE,
    FAILED
  }

  private final MeterRegistry registry;
  private final Map<Result, Counter> results = new EnumMap<>(Result.class);
  private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
  private final Counter hits;
  private final Counter evictedBySize;
  private final Counter evictedByAge;
  private final Counter invalidations;

  CacheMeters(MeterRegistry registry) {
    this.registry = registry;
    for (Result result : Result.values()) {
      results.put(result, counter("requests", "result", result.name()));
    }
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, counter("fills", "outcome", outcome.name()));
    }
    this.hits = results.get(Result.HIT);
    this.evictedBySize = counter("evictions", "cause", "SIZE");
    this.evictedByAge = counter("evictions", "cause", "EXPIRED");
    this.invalidations = registry.counter(PREFIX + "invalidations");
  }

  private Counter counter(String name, String tag, String value) {
    String word = value.toLowerCase(Locale.ROOT);
    return registry.counter(PREFIX + name, tag, word);
  }

  void gauge(String name, String instance, Supplier<Number> value) {
    Gauge.builder(PREFIX + name, value).tag("instance", instance).register(registry);
  }

  void hit() {
    hits.increment();
  }

  void answered(Result result) {
    results.get(result).increment();
  }

  void filled(Outcome outcome) {
    outcomes.get(outcome).increment();
  }

  void evicted(RemovalCause cause) {
    (cause == RemovalCause.SIZE ? evictedBySize : evictedByAge).increment();
  }

  void invalidated() {
    invalidations.increment();
  }

  /** Counts since the start. */
  void describe(ObjectNode into) {
    ObjectNode requests = into.putObject("requests");
    results.forEach((result, counter) -> put(requests, result.name(), counter));
    ObjectNode fills = into.putObject("fills");
    outcomes.forEach((outcome, counter) -> put(fills, outcome.name(), counter));
    into.put("invalidations", (long) invalidations.count());
    into.put("evictions", (long) (evictedBySize.count() + evictedByAge.count()));
  }

  private static void put(ObjectNode into, String name, Counter counter) {
    String[] words = name.toLowerCase(Locale.ROOT).split("_", -1);
    StringBuilder key = new StringBuilder(words[0]);
    for (int i = 1; i < words.length; i++) {
      key.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
    }
    into.put(key.toString(), (long) counter.count());
  }
}
