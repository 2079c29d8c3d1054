package io.jangteo.bus;

/**
 * Nobody was asked, because calls of this class have failed too often on every instance. Always the
 * cause of a {@code ServiceFailure}.
 */
public final class BreakerOpenException extends Exception {
  private static final long serialVersionUID = 1L;

  BreakerOpenException(String service, String routeClass) {
    super("breakers of " + service + " are open for " + routeClass, null, false, false);
  }

  /** Whether {@code error} says that no instance was asked for that reason. */
  public static boolean isCauseOf(Throwable error) {
    return error.getCause() instanceof BreakerOpenException;
  }
}
