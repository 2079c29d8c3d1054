package io.jangteo.payment.provider;

import io.jangteo.bus.resilience.Breaker;
import io.jangteo.bus.resilience.BreakerRules;
import io.jangteo.payment.application.ProviderGate;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Leaves a provider alone that does not answer, and then asks it little until it does. What was to
 * be asked waits in the database meanwhile; nothing is taken for refused.
 */
public final class ProviderBreaker implements ProviderGate {
  private static final int CALLS = 20;
  private static final int FAILURE_PERCENT = 50;
  private static final int SLOW_PERCENT = 80;
  private static final Duration SLOW = Duration.ofSeconds(1);
  private static final int PROBES = 3;
  private static final int CLOSE_AFTER = 5;

  private final Breaker breaker;

  public ProviderBreaker(Vertx vertx, ProviderConfig config) {
    BreakerRules rules =
        new BreakerRules(
            CALLS,
            FAILURE_PERCENT,
            SLOW_PERCENT,
            SLOW,
            config.breakerOpen(),
            config.breakerOpenMax(),
            PROBES,
            CLOSE_AFTER);
    this.breaker =
        new Breaker(
            "card provider",
            vertx,
            rules,
            System::nanoTime,
            () -> ThreadLocalRandom.current().nextDouble());
  }

  /** Those that began before it opened count, so that trials wait for their end. */
  @Override
  public int most(int usual) {
    return switch (breaker.state()) {
      case CLOSED -> usual;
      case HALF_OPEN -> Math.min(usual, PROBES);
      case OPEN -> 0;
    };
  }

  @Override
  public Attempt begin() {
    int number = breaker.begin();
    long began = System.nanoTime();
    return failed -> breaker.end(number, failed, System.nanoTime() - began);
  }

  /** Whether the provider is left alone; for a gauge, from any thread. */
  public boolean isOpen() {
    return breaker.state() == CircuitBreakerState.OPEN;
  }
}
