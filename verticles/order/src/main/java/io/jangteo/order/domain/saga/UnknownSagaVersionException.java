package io.jangteo.order.domain.saga;

/** A node must not guess how an instance of a definition it does not have goes on. */
public final class UnknownSagaVersionException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  UnknownSagaVersionException(int version) {
    super("saga definition version " + version + " is not known to this node");
  }
}
