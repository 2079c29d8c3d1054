package io.jangteo.payment.domain;

import java.time.Duration;
import java.util.function.LongUnaryOperator;

/**
 * Full jitter: a pause anywhere from zero to a bound that doubles with every attempt.
 *
 * @param first bound after the first attempt
 * @param longest bound that is never exceeded
 */
public record Backoff(Duration first, Duration longest) {
  private static final int DOUBLINGS_MAX = 30;

  /**
   * The pause after an attempt.
   *
   * @param attempt counts from 1
   * @param random gives a number from 0 up to, without, its argument
   */
  public Duration after(int attempt, LongUnaryOperator random) {
    long factor = 1L << Math.min(Math.max(0, attempt - 1), DOUBLINGS_MAX);
    long bound = Math.min(longest.toMillis(), first.toMillis() * factor);
    return Duration.ofMillis(random.applyAsLong(bound + 1));
  }
}
