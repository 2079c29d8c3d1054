package io.jangteo.bus;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Locale;

/**
 * What goes first when there is too much to do; the last is refused first. A contract says it as
 * {@code x-jangteo.priority}.
 */
public enum Priority {
  /** Whether something lives; never refused for want of room alone. */
  HEALTH,
  /** Keys and sessions, without which nothing else works. */
  TOKEN,
  /** What another company tells us once. */
  CALLBACK,
  WRITE,
  READ,
  /** Reading what would be as good a minute later. */
  BROWSE;

  /**
   * @param extension an operation's {@code x-jangteo}
   * @param reads whether its method changes nothing
   * @throws IllegalArgumentException when it names none of these
   */
  public static Priority of(JsonNode extension, boolean reads) {
    String name = extension.path("priority").asText(reads ? "read" : "write");
    return Arrays.stream(values())
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("x-jangteo.priority " + name + " is not known"));
  }
}
