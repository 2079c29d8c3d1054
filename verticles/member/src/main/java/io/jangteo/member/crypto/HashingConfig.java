package io.jangteo.member.crypto;

import io.jangteo.runtime.config.ByteSize;
import io.jangteo.runtime.config.Setting;

/** How hard it is to try passwords, and how much of this machine may be spent on checking them. */
public record HashingConfig(
    @Setting(defaultValue = "19MiB", doc = "Memory that one password hash fills.") ByteSize memory,
    @Setting(defaultValue = "2", doc = "Passes over that memory.") int passes,
    @Setting(defaultValue = "2", doc = "Passwords hashed at the same time.") int concurrencyMax,
    @Setting(defaultValue = "64", doc = "Most callers waiting for a hash; more are refused.")
        int waitQueueMax) {
  public HashingConfig {
    if (memory.bytes() < 7 << 20 || memory.bytes() > 1 << 30) {
      throw new IllegalArgumentException("memory must be between 7MiB and 1GiB");
    }
    if (passes < 1 || passes > 100) {
      throw new IllegalArgumentException("passes must be between 1 and 100");
    }
    if (concurrencyMax < 1 || concurrencyMax > 64) {
      throw new IllegalArgumentException("concurrencyMax must be between 1 and 64");
    }
    if (waitQueueMax < 0) {
      throw new IllegalArgumentException("waitQueueMax must not be negative");
    }
  }
}
