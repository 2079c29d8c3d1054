package io.jangteo.order.domain.saga;

import io.jangteo.order.domain.Step;
import java.time.Duration;
import java.util.List;

/**
 * How patient a saga is.
 *
 * @param replyTimeout from the first sending of a command to its first repetition
 * @param paymentDeadline how long authorising may take in all
 * @param stockDeadline how long reserving may take in all
 * @param shippingDeadline how long scheduling may take in all
 * @param sagaDeadline from acceptance to the pivot
 * @param undoPauseMost the longest pause between repetitions of an undo; the first is one second
 * @param incidentAfter repetitions after which a person is told
 */
public record SagaTimings(
    Duration replyTimeout,
    Duration paymentDeadline,
    Duration stockDeadline,
    Duration shippingDeadline,
    Duration sagaDeadline,
    Duration undoPauseMost,
    int incidentAfter) {
  private static final List<Integer> PAUSES_SECONDS = List.of(1, 2, 4, 8, 16, 30);

  public static final SagaTimings DEFAULTS =
      new SagaTimings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(120),
          Duration.ofSeconds(180),
          Duration.ofMinutes(5),
          10);

  /** How long a step before the pivot may take. */
  Duration deadline(Step step) {
    return switch (step) {
      case AUTHORIZE -> paymentDeadline;
      case RESERVE -> stockDeadline;
      case SCHEDULE -> shippingDeadline;
      case CAPTURE, COMMIT -> throw new IllegalArgumentException(step + " has no deadline");
    };
  }

  /**
   * The pause after sending a command for the {@code attempt}th time again; 0 is the first time.
   */
  Duration pause(Direction direction, int attempt) {
    return direction == Direction.UNDO ? undoPause(attempt) : doPause(attempt);
  }

  private Duration doPause(int attempt) {
    return attempt == 0
        ? replyTimeout
        : Duration.ofSeconds(PAUSES_SECONDS.get(Math.min(attempt, PAUSES_SECONDS.size()) - 1));
  }

  private Duration undoPause(int attempt) {
    Duration doubled = Duration.ofSeconds(1L << Math.min(attempt, 30));
    return doubled.compareTo(undoPauseMost) < 0 ? doubled : undoPauseMost;
  }
}
