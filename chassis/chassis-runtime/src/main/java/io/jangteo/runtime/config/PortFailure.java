package io.jangteo.runtime.config;

import java.util.List;

/** A port that could not be taken, told by the setting that chose it. */
public final class PortFailure {
  private PortFailure() {}

  /**
   * @param key of the setting, for example {@code gateway.port}
   */
  public static ConfigurationException of(String host, int port, String key, Throwable error) {
    return new ConfigurationException(
        List.of(
            "cannot listen on %s:%d, %s (%s): %s"
                .formatted(host, port, key, Configuration.variable(key), error.getMessage())));
  }
}
