package io.jangteo.gateway.upstream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.bus.Priority;
import io.jangteo.runtime.failure.ServiceFailure;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** One service as the gateway calls it: how much at once, and how much twice. For one thread. */
final class Upstream {
  private static final Future<Void> ENTERED = Future.succeededFuture();

  private final Vertx vertx;
  private final UpstreamConfig config;
  private final LoopLag lag;
  private final ConcurrencyLimit limit;
  private final RetryBudget budget = new RetryBudget();
  private final Map<String, OperationCalls> operations = new HashMap<>();
  private final UpstreamMeters meters;
  private int waiting;

  Upstream(
      Vertx vertx, String service, UpstreamConfig config, LoopLag lag, MeterRegistry registry) {
    this.vertx = vertx;
    this.config = config;
    this.lag = lag;
    this.limit =
        new ConcurrencyLimit(
            config.limit(),
            Priority.values().length,
            config.patience(),
            config.quick(),
            System::nanoTime);
    this.meters = new UpstreamMeters(registry, service, limit);
  }

  RetryBudget budget() {
    return budget;
  }

  UpstreamMeters meters() {
    return meters;
  }

  OperationCalls calls(String action) {
    OperationCalls known = operations.get(action);
    return known == null
        ? operations.computeIfAbsent(action, key -> new OperationCalls(config.moveLeast()))
        : known;
  }

  /** Tells the calls that take too long. */
  void lookForLate() {
    long now = System.nanoTime();
    operations.values().forEach(calls -> calls.look(now));
  }

  /** Calls of clients under way. */
  int active() {
    return limit.inFlight() + waiting;
  }

  /**
   * Completes when the call may begin; {@link #leave} follows its end.
   *
   * @param mayWait for a call that waits on purpose, which takes no place of the others
   */
  Future<Void> enter(Priority priority, int rank, boolean mayWait) {
    lag.called();
    if (lag.refuses(priority)) {
      meters.shedByLag.increment();
      return Future.failedFuture(busy("The gateway has as much to do as it can take"));
    }
    return mayWait ? enterWaiting() : enterLimited(rank);
  }

  private Future<Void> enterWaiting() {
    if (waiting >= config.waitingMax()) {
      meters.shedByLimit.increment();
      return Future.failedFuture(busy("Too many calls of this service wait already"));
    }
    waiting++;
    return ENTERED;
  }

  private Future<Void> enterLimited(int rank) {
    Future<Void> place = limit.enter(rank);
    if (place.succeeded()) {
      return place;
    }
    if (!place.isComplete()) {
      vertx.setTimer(Math.max(1, limit.patience().toMillis()), ignored -> limit.expire());
    }
    return place.onFailure(ignored -> meters.shedByLimit.increment());
  }

  /**
   * A call has ended.
   *
   * @param tookNanos negative when it says nothing about how much the service can take
   */
  void leave(boolean mayWait, long startedAt, long tookNanos, boolean timedOut) {
    if (mayWait) {
      waiting--;
    } else {
      limit.leave(startedAt, tookNanos, timedOut);
    }
  }

  private static ServiceFailure busy(String detail) {
    return ServiceFailure.unavailable(detail, Duration.ofSeconds(1), null);
  }

  /** For operators. */
  ObjectNode describe() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("limit", limit.limit());
    node.put("inFlight", limit.inFlight());
    node.put("queued", limit.queued());
    node.put("waiting", waiting);
    node.put("retryTokens", budget.tokens());
    node.put("retrying", budget.underWay());
    node.put("retries", (long) meters.retries.count());
    node.put("moved", (long) meters.moved.count());
    node.put("late", (long) meters.late.count());
    node.put("hedges", (long) meters.hedges.count());
    node.put("shed", (long) (meters.shedByLimit.count() + meters.shedByLag.count()));
    ObjectNode calls = node.putObject("operations");
    new TreeMap<>(operations).forEach((action, each) -> calls.set(action, each.describe()));
    return node;
  }
}
