package io.jangteo.bus.resilience;

import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether calls of one class may go to one instance. The states and the way from open to half-open
 * are those of a {@link CircuitBreaker}, one for each opening, because its period is fixed; when it
 * opens and what closes it are decided here. For many threads.
 */
public final class Breaker {
  private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);
  private static final int SLOW_FACTOR = 2;
  private static final int LEARNED_FROM = 100;

  private final String name;
  private final Vertx vertx;
  private final BreakerRules rules;
  private final LongSupplier nanos;
  private final FailureWindow window;
  private final OpenPeriods periods;
  private final LatencyProfile usual = new LatencyProfile();
  private volatile CircuitBreaker circuit;
  private int opening;
  private int trying;
  private int succeeded;
  private long trialAt;

  /**
   * A closed one.
   *
   * @param name for logs
   * @param random from 0 to 1
   */
  public Breaker(
      String name, Vertx vertx, BreakerRules rules, LongSupplier nanos, DoubleSupplier random) {
    this.name = name;
    this.vertx = vertx;
    this.rules = rules;
    this.nanos = nanos;
    this.window = new FailureWindow(rules, nanos);
    this.periods = new OpenPeriods(rules, nanos, random);
  }

  public CircuitBreakerState state() {
    CircuitBreaker present = circuit;
    return present == null ? CircuitBreakerState.CLOSED : present.state();
  }

  /** Whether a call may begin now. */
  public boolean permits() {
    return circuit == null || permitsTrial();
  }

  private synchronized boolean permitsTrial() {
    return switch (state()) {
      case CLOSED -> true;
      case OPEN -> false;
      case HALF_OPEN -> trying < rules.probes();
    };
  }

  /** Time until it lets trials through; zero when it does. */
  public synchronized Duration untilTrial() {
    return state() == CircuitBreakerState.OPEN
        ? Duration.ofNanos(Math.max(0, trialAt - nanos.getAsLong()))
        : Duration.ZERO;
  }

  /** A call begins; the number given is to be told when it ends. */
  public int begin() {
    return circuit == null ? 0 : beginTrial();
  }

  private synchronized int beginTrial() {
    if (state() != CircuitBreakerState.HALF_OPEN) {
      return 0;
    }
    trying++;
    return opening;
  }

  /**
   * A call has ended.
   *
   * @param number as {@link #begin} gave it
   * @param failed by the instance's fault
   * @param tookNanos negative when its length says nothing
   */
  public synchronized void end(int number, boolean failed, long tookNanos) {
    if (number != 0) {
      endTrial(number, failed);
    } else if (circuit == null) {
      boolean slow = isSlow(tookNanos);
      if (!failed && !slow && tookNanos >= 0) {
        usual.record(tookNanos);
      }
      window.record(failed, slow);
      if ((failed || slow) && window.isBad()) {
        open();
      }
    }
    // Otherwise it began before the breaker opened and says nothing about what is now.
  }

  /** A call has ended in a way that says nothing about the instance. */
  public synchronized void endUnjudged(int number) {
    if (number == opening && number != 0) {
      trying--;
    }
  }

  private boolean isSlow(long tookNanos) {
    return tookNanos > rules.slow().toNanos()
        && usual.size() >= LEARNED_FROM
        && tookNanos > SLOW_FACTOR * usual.quantileNanos(0.99);
  }

  private void endTrial(int number, boolean failed) {
    if (number != opening || state() != CircuitBreakerState.HALF_OPEN) {
      return;
    }
    trying--;
    if (failed) {
      open();
    } else if (++succeeded >= rules.closeAfter()) {
      close();
    }
  }

  private void open() {
    Duration period = periods.next();
    opening++;
    trying = 0;
    succeeded = 0;
    trialAt = nanos.getAsLong() + period.toNanos();
    LOG.atWarn()
        .addKeyValue("breaker", name)
        .addKeyValue("failurePercent", window.failurePercent())
        .addKeyValue("openMs", period.toMillis())
        .log("breaker opens");
    CircuitBreakerOptions options =
        new CircuitBreakerOptions().setResetTimeout(Math.max(1, period.toMillis()));
    circuit = CircuitBreaker.create(name, vertx, options).open();
  }

  private void close() {
    LOG.atInfo().addKeyValue("breaker", name).log("breaker closes");
    circuit.reset();
    circuit = null;
    // What was usual before need not be what is usual now.
    usual.clear();
    window.clear();
    periods.closed();
  }
}
