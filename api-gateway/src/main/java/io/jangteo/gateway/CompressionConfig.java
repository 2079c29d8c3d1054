package io.jangteo.gateway;

import io.jangteo.runtime.config.ByteSize;
import io.jangteo.runtime.config.Setting;

/** Compression of answers for clients that take gzip. */
public record CompressionConfig(
    @Setting(defaultValue = "true", doc = "Whether answers to GET are compressed with gzip.")
        boolean on,
    @Setting(
            defaultValue = "1KiB",
            doc = "Shorter answers are sent as they are; at least 256B, less would grow.")
        ByteSize bodyMin,
    @Setting(
            defaultValue = "4",
            doc = "1 takes the least time, 9 gives the shortest answers and takes a multiple.")
        int level,
    @Setting(
            defaultValue = "8MiB",
            doc = "Memory for the compressed form of cached answers and of the gateway's pages.")
        ByteSize kept) {

  public CompressionConfig {
    require(bodyMin.bytes() >= 256, "bodyMin must be at least 256B");
    require(level >= 1 && level <= 9, "level must be 1 to 9");
    require(kept.bytes() <= 1L << 30, "kept must be at most 1GiB");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
