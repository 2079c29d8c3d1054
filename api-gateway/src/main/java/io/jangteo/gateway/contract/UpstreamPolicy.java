package io.jangteo.gateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.Priority;
import java.util.regex.Pattern;

/**
 * How an operation's service is called: the members {@code breaker}, {@code priority}, {@code
 * hedge} and {@code sticky} of {@code x-jangteo}.
 *
 * @param routeClass operations of one class have their breakers in common, one for each instance
 * @param rank of its priority among those of its service: 0 where nothing there goes before it
 * @param hedge whether a slow call is sent to a second instance before the first has answered
 * @param sticky whether calls of one subject go to one instance
 */
public record UpstreamPolicy(
    String routeClass, Priority priority, int rank, boolean hedge, boolean sticky) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,29}");

  /**
   * @param reads whether the method changes nothing
   */
  static UpstreamPolicy read(JsonNode extension, boolean reads, boolean idempotent) {
    boolean hedge = extension.path("hedge").asBoolean(false);
    require(
        !extension.has("hedge") || extension.get("hedge").isBoolean(),
        "x-jangteo.hedge must be true or false");
    require(!hedge || (reads && idempotent), "x-jangteo.hedge is for idempotent reads only");
    return new UpstreamPolicy(
        routeClass(extension.path("breaker").asText(reads ? "read" : "write")),
        Priority.of(extension, reads),
        0,
        hedge,
        sticky(extension.path("sticky").asText("none")));
  }

  /**
   * @param first the priority that goes first in its service
   */
  UpstreamPolicy ranked(Priority first) {
    return new UpstreamPolicy(
        routeClass, priority, priority.ordinal() - first.ordinal(), hedge, sticky);
  }

  private static String routeClass(String name) {
    require(NAME.matcher(name).matches(), "x-jangteo.breaker must be a short lower-case name");
    return name.intern();
  }

  private static boolean sticky(String by) {
    require(by.equals("subject") || by.equals("none"), "x-jangteo.sticky must be subject or none");
    return by.equals("subject");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
