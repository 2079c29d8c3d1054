package io.jangteo.bus.discovery;

import java.time.Duration;

/**
 * How fast the directory forgets and learns.
 *
 * @param lease how long a record outlives its last renewal
 * @param renewal time between two renewals; two may fail before the record is gone
 * @param refresh longest age of a snapshot when no announcement arrived
 * @param patience longest wait for the registry; the last known snapshot stays meanwhile
 */
record LeaseTiming(Duration lease, Duration renewal, Duration refresh, Duration patience) {
  static final LeaseTiming STANDARD =
      new LeaseTiming(
          Duration.ofSeconds(15),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5));
}
