package io.jangteo.embedded;

import io.jangteo.runtime.config.ByteSize;
import io.jangteo.runtime.config.Setting;

/** Settings of the embedded servers. */
public record EmbeddedConfig(
    @Setting(
            defaultValue = "64MiB",
            doc =
                "Free space below which the embedded database and broker are stopped; at twice as"
                    + " much they go on. At least 16MiB, so that a stop in order has room; 0B"
                    + " watches nothing.")
        ByteSize diskFloor) {
  static final long DEFAULT_FLOOR = 64L << 20;

  private static final long LEAST = 16L << 20;
  private static final long MOST = 1L << 40;

  public EmbeddedConfig {
    long bytes = diskFloor.bytes();
    if (bytes != 0 && (bytes < LEAST || bytes > MOST)) {
      throw new IllegalArgumentException("diskFloor must be 0B, or 16MiB to 1024GiB");
    }
  }
}
