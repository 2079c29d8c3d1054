package io.jangteo.inventory;

import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.config.Setting;
import java.time.Duration;

/** Settings of the inventory service. */
public record InventoryConfig(
    DatabaseConfig db,
    @Setting(
            defaultValue = "15m",
            doc = "How long goods are held for an order that comes to no end; above 3m.")
        Duration reservationExpiry,
    @Setting(defaultValue = "1m", doc = "Pause between two looks for expired reservations.")
        Duration expiryInterval,
    @Setting(defaultValue = "50", doc = "Most expired reservations released in one transaction.")
        int expiryBatch,
    @Setting(defaultValue = "256", doc = "Most requests worked on at once.") int inFlightMax) {

  /** An order may still commit until its own deadline has passed. */
  private static final Duration ORDER_DEADLINE = Duration.ofMinutes(3);

  public InventoryConfig {
    if (reservationExpiry.compareTo(ORDER_DEADLINE) <= 0) {
      throw new IllegalArgumentException(
          "reservationExpiry must exceed the 3m an order may take to its pivot");
    }
    if (expiryInterval.toMillis() < 1) {
      throw new IllegalArgumentException("expiryInterval must be at least 1ms");
    }
    if (expiryBatch < 1 || expiryBatch > 1000) {
      throw new IllegalArgumentException("expiryBatch must be between 1 and 1000");
    }
    if (inFlightMax < 1) {
      throw new IllegalArgumentException("inFlightMax must be at least 1");
    }
  }
}
