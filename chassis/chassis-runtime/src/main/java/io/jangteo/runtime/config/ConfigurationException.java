package io.jangteo.runtime.config;

import java.util.List;

/** Start-up must stop: the message names every offending key and what it may hold. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** One sentence per key. */
  public ConfigurationException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
  }
}
