package io.jangteo.member.crypto;

import io.jangteo.member.domain.PasswordHash;
import io.jangteo.member.domain.Passwords;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hashes passwords on threads of its own: a few at a time, a bounded number waiting, the rest
 * refused, and none that nobody waits for any more. A flood of log-ins costs what it is allowed to.
 */
public final class PasswordHasher {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Argon2id argon2id;
  private final WorkerExecutor workers;
  private final int admittedMax;
  private final AtomicInteger admitted = new AtomicInteger();
  private final PasswordHash decoy;

  public PasswordHasher(Vertx vertx, HashingConfig config) {
    int memoryKiB = Math.toIntExact(config.memory().bytes() >> 10);
    PasswordHash.Cost cost = new PasswordHash.Cost(memoryKiB, config.passes(), 1);
    this.argon2id = new Argon2id(cost);
    this.workers = vertx.createSharedWorkerExecutor("member-passwords", config.concurrencyMax());
    this.admittedMax = config.concurrencyMax() + config.waitQueueMax();
    this.decoy = new PasswordHash(cost, new byte[16], new byte[32]);
  }

  /**
   * A new hash with a new salt.
   *
   * @param patience how long the caller waits; fails with {@code DEADLINE_EXCEEDED} when the work
   *     has not begun by then, with {@code UNAVAILABLE} when too many wait
   */
  public Future<PasswordHash> hash(String password, Duration patience) {
    return admit(() -> argon2id.hash(Passwords.canonical(password)), patience);
  }

  /**
   * Whether the password is the one that was hashed. Costs the same when there is no hash, so that
   * the time taken does not tell which accounts exist. Fails like {@link #hash}.
   */
  public Future<Boolean> matches(
      String password, Optional<PasswordHash> expected, Duration patience) {
    PasswordHash against = expected.orElse(decoy);
    return admit(() -> argon2id.matches(Passwords.canonical(password), against), patience)
        .map(same -> same && expected.isPresent());
  }

  private <T> Future<T> admit(Callable<T> work, Duration patience) {
    if (admitted.incrementAndGet() > admittedMax) {
      admitted.decrementAndGet();
      return Future.failedFuture(
          ServiceFailure.unavailable("Too many passwords are being checked", RETRY_AFTER, null));
    }
    long deadline = System.nanoTime() + patience.toNanos();
    return workers
        .executeBlocking(() -> inTime(work, deadline), false)
        .eventually(
            () -> {
              admitted.decrementAndGet();
              return Future.succeededFuture();
            });
  }

  private static <T> T inTime(Callable<T> work, long deadline) throws Exception {
    if (System.nanoTime() - deadline >= 0) {
      throw ServiceFailure.of(FailureCode.DEADLINE_EXCEEDED, FailureCode.DEADLINE_EXCEEDED.title());
    }
    return work.call();
  }

  /** Lets go of the threads; what is being hashed still finishes. */
  public Future<Void> close() {
    return workers.close();
  }
}
