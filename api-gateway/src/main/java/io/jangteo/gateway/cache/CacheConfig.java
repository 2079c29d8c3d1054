package io.jangteo.gateway.cache;

import io.jangteo.runtime.config.ByteSize;
import io.jangteo.runtime.config.Setting;
import java.time.Duration;

/** Bounds of the cache. What is kept and for how long, the contract of each operation says. */
public record CacheConfig(
    @Setting(defaultValue = "64MiB", doc = "Answers kept, by size; 0B keeps none.")
        ByteSize bytesMax,
    @Setting(defaultValue = "1MiB", doc = "Larger answers are not kept.") ByteSize bodyMax,
    @Setting(
            defaultValue = "1000",
            doc = "Requests that wait for one answer on its way; more are refused with 503.")
        int waitersMax,
    @Setting(
            defaultValue = "1s",
            doc =
                "How long a service that failed is not asked again for an answer that an old one"
                    + " stands in for.")
        Duration errorPause) {

  public CacheConfig {
    if (bytesMax.bytes() < 0 || bytesMax.bytes() > 8L << 30) {
      throw new IllegalArgumentException("bytesMax must be 0B to 8GiB");
    }
    if (bodyMax.bytes() < 1 || bodyMax.bytes() > 16 << 20) {
      throw new IllegalArgumentException("bodyMax must be 1B to 16MiB");
    }
    if (waitersMax < 1) {
      throw new IllegalArgumentException("waitersMax must be positive");
    }
  }

  /** Whether anything is to be kept at all. */
  public boolean isOn() {
    return bytesMax.bytes() > 0;
  }
}
