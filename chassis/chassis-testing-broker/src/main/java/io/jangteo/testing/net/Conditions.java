package io.jangteo.testing.net;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a {@link ChaosProxy} does to what it carries.
 *
 * @param latency by which everything is late, in each direction
 * @param jitter at most so much later still; the order stays
 * @param bytesPerSecond in each direction of each connection; 0 for as fast as it goes
 * @param silent directions in which nothing goes on; it goes on when they no longer are
 * @param resetAfterBytes how many each direction of a connection carries, from when this is set or
 *     it begins, before the connection is reset; 0 for never
 */
public record Conditions(
    Duration latency,
    Duration jitter,
    int bytesPerSecond,
    Set<Direction> silent,
    long resetAfterBytes) {

  public static final Conditions CLEAR =
      new Conditions(Duration.ZERO, Duration.ZERO, 0, Set.of(), 0);

  public Conditions {
    silent = Set.copyOf(silent);
    if (latency.isNegative() || jitter.isNegative() || bytesPerSecond < 0 || resetAfterBytes < 0) {
      throw new IllegalArgumentException("nothing of it may be negative");
    }
  }

  public Conditions withLatency(Duration each, Duration atMostLater) {
    return new Conditions(each, atMostLater, bytesPerSecond, silent, resetAfterBytes);
  }

  public Conditions withBytesPerSecond(int bytes) {
    return new Conditions(latency, jitter, bytes, silent, resetAfterBytes);
  }

  /** Connections are accepted, and nothing is carried; in both directions when none is named. */
  public Conditions withSilence(Direction... directions) {
    Set<Direction> named =
        directions.length == 0 ? EnumSet.allOf(Direction.class) : Set.copyOf(List.of(directions));
    return new Conditions(latency, jitter, bytesPerSecond, named, resetAfterBytes);
  }

  public Conditions withResetAfter(long bytes) {
    return new Conditions(latency, jitter, bytesPerSecond, silent, bytes);
  }
}
