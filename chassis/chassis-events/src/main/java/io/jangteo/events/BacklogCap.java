package io.jangteo.events;

import io.jangteo.runtime.config.Setting;
import java.time.Duration;

/**
 * How much may wait for the broker before a service refuses work that would add to it. What it has
 * begun goes on: only what comes from outside is refused.
 */
public record BacklogCap(
    @Setting(
            defaultValue = "100000",
            doc = "With more messages than this waiting for the broker a service takes no orders.")
        int rowsMax,
    @Setting(
            defaultValue = "10m",
            doc = "Nor does it while the oldest of them has waited for longer than this.")
        Duration ageMax) {

  static final BacklogCap STANDARD = new BacklogCap(100_000, Duration.ofMinutes(10));

  public BacklogCap {
    if (rowsMax < 1) {
      throw new IllegalArgumentException("rowsMax must be at least 1");
    }
    if (ageMax.toSeconds() < 1) {
      throw new IllegalArgumentException("ageMax must be at least 1s");
    }
  }

  boolean hasRoomBeside(RelayStore.Backlog waiting) {
    return waiting.rows() <= rowsMax && waiting.seconds() <= ageMax.toSeconds();
  }

  /** How far what waits has to be counted to be judged. */
  int countMax() {
    return rowsMax == Integer.MAX_VALUE ? rowsMax : rowsMax + 1;
  }
}
