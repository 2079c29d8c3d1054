package io.jangteo.bus;

import java.util.Optional;

/**
 * What is the same for all calls of one operation.
 *
 * @param service whom to ask
 * @param action which of its operations
 * @param routeClass calls of one class are judged together, see {@link
 *     io.jangteo.bus.resilience.Breaker}
 * @param idempotent whether it may be sent twice; only such a call is taken back from an instance
 *     that has fallen silent
 */
public record Ask(String service, String action, String routeClass, boolean idempotent) {
  /** Of one of our services: a class of its own, sent once. */
  Ask(String service, String action) {
    this(service, action, action, false);
  }

  /**
   * Which instance a call wants. Only one of them is given, or none.
   *
   * @param instance by its id
   * @param version any instance of it
   * @param key calls with the same key go to the same instance, as long as it is fit
   */
  public record Wish(Optional<String> instance, Optional<String> version, Optional<String> key) {
    /** One instance and no other. */
    public static Wish ofInstance(String id) {
      return new Wish(Optional.of(id), Optional.empty(), Optional.empty());
    }

    /** One version and no other. */
    public static Wish ofVersion(String version) {
      return new Wish(Optional.empty(), Optional.of(version), Optional.empty());
    }

    /** The same instance for the same key. */
    public static Wish ofKey(String key) {
      return new Wish(Optional.empty(), Optional.empty(), Optional.of(key));
    }
  }
}
