package io.jangteo.bus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one instance tells of its requests: {@code jangteo.bus.requests} (a timer, by action and by
 * whether the answer was a server's fault), {@code jangteo.bus.overloaded} and {@code
 * jangteo.bus.in.flight}. All meters are made at the start.
 */
final class BusMeters {
  private final Map<String, ByOutcome> actions = new HashMap<>();
  private final ByOutcome unknown;
  private final Counter overloaded;

  private record ByOutcome(Timer answered, Timer failed) {}

  BusMeters(
      MeterRegistry registry, String service, Iterable<String> actions, AtomicInteger inFlight) {
    for (String action : actions) {
      this.actions.put(action, timers(registry, service, action));
    }
    this.unknown = timers(registry, service, "unknown");
    this.overloaded =
        Counter.builder("jangteo.bus.overloaded").tag("service", service).register(registry);
    Gauge.builder("jangteo.bus.in.flight", inFlight, AtomicInteger::get)
        .tag("service", service)
        .register(registry);
  }

  private static ByOutcome timers(MeterRegistry registry, String service, String action) {
    return new ByOutcome(
        timer(registry, service, action, "answered"), timer(registry, service, action, "failed"));
  }

  private static Timer timer(
      MeterRegistry registry, String service, String action, String outcome) {
    return Timer.builder("jangteo.bus.requests")
        .tags("service", service, "action", action, "outcome", outcome)
        .register(registry);
  }

  /**
   * @param action as the caller named it, which may be anything, or null
   */
  void answered(String action, int status, long nanos) {
    ByOutcome timers = action == null ? unknown : actions.getOrDefault(action, unknown);
    (status >= 500 ? timers.failed : timers.answered).record(nanos, TimeUnit.NANOSECONDS);
  }

  void overloaded() {
    overloaded.increment();
  }
}
