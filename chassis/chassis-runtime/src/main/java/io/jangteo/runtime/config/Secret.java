package io.jangteo.runtime.config;

/**
 * A value that must not reach a log. Every key of this type can also be read from a file, by the
 * same variable with {@code _FILE} appended.
 */
public record Secret(String value) {
  @Override
  public String toString() {
    return "***";
  }
}
