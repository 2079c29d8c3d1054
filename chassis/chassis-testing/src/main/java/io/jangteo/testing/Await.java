package io.jangteo.testing;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets a test wait for a future, never longer than half a minute unless it says so. */
public final class Await {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Await() {}

  /** The value; an {@link AssertionError} with the cause when it failed or did not complete. */
  public static <T> T success(Future<T> future) {
    return success(future, PATIENCE);
  }

  /** The value; an {@link AssertionError} with the cause when it failed or did not complete. */
  public static <T> T success(Future<T> future, Duration patience) {
    try {
      return complete(future, patience);
    } catch (ExecutionException e) {
      throw new AssertionError("the future failed: " + e.getCause(), e.getCause());
    }
  }

  /** The failure; an {@link AssertionError} when it succeeded or did not complete. */
  public static Throwable failure(Future<?> future) {
    Object value;
    try {
      value = complete(future, PATIENCE);
    } catch (ExecutionException e) {
      return e.getCause();
    }
    throw new AssertionError("the future should have failed but gave " + value);
  }

  private static <T> T complete(Future<T> future, Duration patience) throws ExecutionException {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("the future did not complete within " + patience, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for the future", e);
    }
  }
}
