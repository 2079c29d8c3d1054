package io.jangteo.bus;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.bus.resilience.Breaker;
import io.jangteo.bus.resilience.Outliers;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance as a client sees it: its address, what it has been asked and has not answered, and
 * whether it is fit to be asked more. For many threads.
 */
final class Target {
  private static final Logger LOG = LoggerFactory.getLogger(Target.class);

  private final ServiceInstance instance;
  private final String address;
  private final long addressHash;
  private final Outliers.Member outlier;
  private final Function<String, Breaker> newBreaker;
  private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();
  private final Set<Pending> pending = ConcurrentHashMap.newKeySet();
  private volatile long quietSince;
  private volatile boolean silent;
  private volatile boolean probed;
  private volatile int missedProbes;

  /** A request without an answer so far. */
  private record Pending(Promise<Message<Object>> outcome, boolean movable) {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /**
   * @param newBreaker for a class of calls
   */
  Target(ServiceInstance instance, Outliers.Member outlier, Function<String, Breaker> newBreaker) {
    this.instance = instance;
    this.address = instance.directAddress();
    this.addressHash = TargetGroup.hash(address);
    this.outlier = outlier;
    this.newBreaker = newBreaker;
  }

  ServiceInstance instance() {
    return instance;
  }

  String address() {
    return address;
  }

  long addressHash() {
    return addressHash;
  }

  Outliers.Member outlier() {
    return outlier;
  }

  /** Calls of one class; there are as many as the contracts name. */
  Breaker breaker(String routeClass) {
    Breaker known = breakers.get(routeClass);
    return known == null ? breakers.computeIfAbsent(routeClass, newBreaker) : known;
  }

  Map<String, Breaker> breakers() {
    return breakers;
  }

  /** Requests without an answer so far. */
  int pending() {
    return pending.size();
  }

  /** Neither ejected nor silent. */
  boolean isFit() {
    return !silent && !outlier.isEjected();
  }

  /**
   * The same request, which now also fails when the instance is gone, when the call gives it up,
   * or, if that may be sent twice, when the instance is silent.
   */
  Future<Message<Object>> watch(Vertx vertx, Future<Message<Object>> request, BusCall call) {
    if (pending.isEmpty()) {
      quietSince = System.nanoTime();
    }
    Promise<Message<Object>> outcome = ((VertxInternal) vertx).promise();
    call.awaits(outcome);
    Pending waiting = new Pending(outcome, call.ask().idempotent());
    pending.add(waiting);
    request.onComplete(
        answer -> {
          pending.remove(waiting);
          if (answer.succeeded()) {
            heard();
            outcome.tryComplete(answer.result());
          } else {
            outcome.tryFail(answer.cause());
          }
        });
    return outcome.future();
  }

  /** It has said something. */
  void heard() {
    quietSince = System.nanoTime();
    missedProbes = 0;
    if (silent) {
      silent = false;
      LOG.atInfo().addKeyValue("instance", address).log("instance answers again");
    }
  }

  /** Counts probes without an answer since it was last heard; of the watch alone. */
  int missedProbe() {
    missedProbes = missedProbes + 1;
    return missedProbes;
  }

  /** Whether it has owed an answer for so long, or was silent, and is not being probed. */
  boolean isDueForProbe(long quietNanos) {
    return !probed && (silent || isQuiet(quietNanos));
  }

  /** Whether it has owed answers for so long and given none. */
  boolean isQuiet(long nanos) {
    return !pending.isEmpty() && System.nanoTime() - quietSince > nanos;
  }

  /** A probe is under way, or no longer. */
  void probed(boolean underWay) {
    probed = underWay;
  }

  /** It is asked nothing, but a probe, until it answers. */
  void fallSilent(String why) {
    if (!silent) {
      silent = true;
      LOG.atWarn().addKeyValue("instance", address).log("instance {}", why);
    }
  }

  /** Others answer: what may be asked twice need not wait for this one. */
  void giveUpMovable() {
    fail(Pending::movable, "does not answer");
  }

  /** Its process is gone: nothing that was asked will be answered. */
  void abandon() {
    fail(any -> true, "has left the cluster");
  }

  private void fail(Predicate<Pending> which, String what) {
    InstanceGoneException gone = new InstanceGoneException(address, what);
    for (Pending waiting : pending) {
      if (which.test(waiting)) {
        pending.remove(waiting);
        waiting
            .outcome()
            .tryFail(
                ServiceFailure.unavailable(
                    "The instance that was asked has gone", Duration.ofSeconds(1), gone));
      }
    }
  }

  /** For operators. */
  ObjectNode describe() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("instance", instance.instanceId());
    node.put("version", instance.version());
    node.put("pending", pending());
    node.put("silent", silent);
    node.put("ejectedForMs", outlier.left().toMillis());
    ObjectNode states = node.putObject("breakers");
    breakers.forEach((name, breaker) -> states.put(name, breaker.state().name()));
    return node;
  }
}
