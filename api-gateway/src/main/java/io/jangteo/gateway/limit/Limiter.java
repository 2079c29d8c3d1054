package io.jangteo.gateway.limit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.jangteo.runtime.json.Json;
import java.util.function.LongSupplier;

/**
 * Counts what clients ask for. Of more clients than it has room for, those that were not heard of
 * for long are forgotten, which a client that keeps to its limits does not notice. Used from one
 * context only.
 */
public final class Limiter {
  private final Cache<LimitKey, LimitCell> cells;
  private final SharedLimits shared;
  private final LongSupplier clock;

  public Limiter(int keysMax, SharedLimits shared, LongSupplier clock) {
    this.cells = Caffeine.newBuilder().maximumSize(keysMax).executor(Runnable::run).build();
    this.shared = shared;
    this.clock = clock;
  }

  /**
   * Takes one request of {@code who}; never waits.
   *
   * @return how many more are free; when there is none to take, the nanoseconds until there may be
   *     one, negated
   */
  public long take(Limit limit, String who) {
    LimitKey key = new LimitKey(limit.name(), who);
    long now = clock.getAsLong();
    LimitCell cell = cells.getIfPresent(key);
    if (cell == null) {
      cell = new LimitCell(key, limit, now);
      cells.put(key, cell);
    }
    long left = cell.take(limit, now, shared.gateways());
    shared.watch(cell);
    return left;
  }

  /** For operators: who shares, and how much is counted. */
  public ObjectNode describe() {
    ObjectNode view = Json.LENIENT.createObjectNode();
    view.put("clients", cells.estimatedSize());
    view.put("reported", shared.listed());
    view.put("accountsKept", shared.accounts());
    ArrayNode gateways = view.putArray("gateways");
    shared.names().forEach(name -> gateways.add(name));
    return view;
  }
}
