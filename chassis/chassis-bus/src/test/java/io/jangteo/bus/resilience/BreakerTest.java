package io.jangteo.bus.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private static final BreakerRules RULES =
      new BreakerRules(
          20, 50, 80, Duration.ofSeconds(1), Duration.ofMillis(200), Duration.ofSeconds(1), 3, 5);
  private static final long FAST = Duration.ofMillis(5).toNanos();
  private static final long SLOW = Duration.ofSeconds(2).toNanos();

  private final Vertx vertx = Vertx.vertx();
  private final Breaker breaker =
      new Breaker("notes.a read", vertx, RULES, System::nanoTime, () -> 0.5);

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void opensWhenHalfOfTheCallsFail() {
    for (int i = 0; i < 10; i++) {
      call(false);
      assertThat(breaker.state()).isEqualTo(CircuitBreakerState.CLOSED);
      call(true);
    }

    assertThat(breaker.state()).isEqualTo(CircuitBreakerState.OPEN);
    assertThat(breaker.permits()).isFalse();
    assertThat(breaker.untilTrial()).isBetween(Duration.ofNanos(1), Duration.ofMillis(200));
  }

  @Test
  void letsThreeThroughAtOnceWhenHalfOpen() {
    openAndWait();

    int first = breaker.begin();
    breaker.begin();
    assertThat(breaker.permits()).isTrue();
    breaker.begin();
    assertThat(breaker.permits()).isFalse();
    breaker.end(first, false, FAST);

    assertThat(breaker.permits()).isTrue();
  }

  @Test
  void closesAfterFiveGoodTrials() {
    openAndWait();

    for (int i = 0; i < 4; i++) {
      call(false);
      assertThat(breaker.state()).isEqualTo(CircuitBreakerState.HALF_OPEN);
    }
    call(false);

    assertThat(breaker.state()).isEqualTo(CircuitBreakerState.CLOSED);
    call(true);
    assertThat(breaker.state()).isEqualTo(CircuitBreakerState.CLOSED);
  }

  @Test
  void oneBadTrialOpensItAgainForLonger() {
    openAndWait();

    call(true);

    assertThat(breaker.state()).isEqualTo(CircuitBreakerState.OPEN);
    assertThat(breaker.untilTrial()).isGreaterThan(Duration.ofMillis(200));
    await().until(() -> breaker.state() == CircuitBreakerState.HALF_OPEN);
  }

  @Test
  void whatBeganBeforeItOpenedDecidesNothing() {
    int early = breaker.begin();
    openAndWait();
    breaker.end(early, false, FAST);
    breaker.end(0, true, FAST);
    assertThat(breaker.state()).isEqualTo(CircuitBreakerState.HALF_OPEN);
    int trial = breaker.begin();
    call(true);
    assertThat(breaker.state()).isEqualTo(CircuitBreakerState.OPEN);
    await().until(() -> breaker.state() == CircuitBreakerState.HALF_OPEN);

    breaker.end(trial, true, FAST);

    assertThat(breaker.state()).isEqualTo(CircuitBreakerState.HALF_OPEN);
    for (int i = 0; i < 5; i++) {
      call(false);
    }
    assertThat(breaker.state()).isEqualTo(CircuitBreakerState.CLOSED);
  }

  @Test
  void aTrialThatSaysNothingMakesRoomForAnother() {
    openAndWait();
    int first = breaker.begin();
    breaker.begin();
    breaker.begin();

    breaker.endUnjudged(first);

    assertThat(breaker.permits()).isTrue();
  }

  @Test
  void opensWhenMostCallsAreFarSlowerThanUsual() {
    for (int i = 0; i < 100; i++) {
      breaker.end(breaker.begin(), false, FAST);
    }
    for (int i = 0; i < 399; i++) {
      breaker.end(breaker.begin(), false, SLOW);
    }
    assertThat(breaker.state()).isEqualTo(CircuitBreakerState.CLOSED);

    breaker.end(breaker.begin(), false, SLOW);

    assertThat(breaker.state()).isEqualTo(CircuitBreakerState.OPEN);
  }

  @Test
  void slowIsNotBadWhereItIsUsual() {
    for (int i = 0; i < 500; i++) {
      breaker.end(breaker.begin(), false, SLOW);
    }

    assertThat(breaker.state()).isEqualTo(CircuitBreakerState.CLOSED);
  }

  private void openAndWait() {
    for (int i = 0; i < 20; i++) {
      call(true);
    }
    await().until(() -> breaker.state() == CircuitBreakerState.HALF_OPEN);
  }

  private void call(boolean failed) {
    breaker.end(breaker.begin(), failed, FAST);
  }
}
