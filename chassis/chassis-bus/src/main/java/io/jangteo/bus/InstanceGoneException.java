package io.jangteo.bus;

/**
 * The instance that was asked has left the cluster, or has fallen silent, without an answer;
 * whether it did what it was asked is not known. Always the cause of a {@code ServiceFailure}.
 */
public final class InstanceGoneException extends Exception {
  private static final long serialVersionUID = 1L;

  InstanceGoneException(String address, String what) {
    super(address + " " + what, null, false, false);
  }

  /** Whether {@code error} says that an instance went away while it was asked. */
  public static boolean isCauseOf(Throwable error) {
    return error.getCause() instanceof InstanceGoneException;
  }
}
