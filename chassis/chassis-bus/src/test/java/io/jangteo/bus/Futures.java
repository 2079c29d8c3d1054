package io.jangteo.bus;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for a future in a test's own thread. */
public final class Futures {
  private Futures() {}

  /** The result within 20 s; the future's failure is thrown as it is. */
  public static <T> T result(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no result within 20 s", e);
    }
  }
}
