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

/**
 * Hashes passwords on threads of its own: a few at a time, and as many waiting as can still have
 * their result in time. The rest is refused at once, which says that this service is busy and not
 * that it is broken. A flood of log-ins costs what it is allowed to.
 */
public final class PasswordHasher {

  private final Argon2id argon2id;
  private final WorkerExecutor workers;
  private final HashingQueue queue;
  private final PasswordHash decoy;

  public PasswordHasher(Vertx vertx, HashingConfig config) {
    int memoryKiB = Math.toIntExact(config.memory().bytes() >> 10);
    PasswordHash.Cost cost = new PasswordHash.Cost(memoryKiB, config.passes(), 1);
    this.argon2id = new Argon2id(cost);
    this.workers = vertx.createSharedWorkerExecutor("member-passwords", config.concurrencyMax());
    this.queue = new HashingQueue(config.concurrencyMax(), config.waitQueueMax());
    this.decoy = new PasswordHash(cost, new byte[16], new byte[32]);
  }

  /**
   * A new hash with a new salt.
   *
   * @param patience how long the caller waits; fails with a refusal as soon as the result cannot be
   *     expected by then, and with {@code DEADLINE_EXCEEDED} when the work has not begun by then
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
    HashingQueue.Place place = queue.enter(patience);
    if (place == HashingQueue.Place.NONE) {
      return Future.failedFuture(busy());
    }
    long deadline = System.nanoTime() + patience.toNanos();
    return workers
        .executeBlocking(() -> timed(work, deadline, place), false)
        .eventually(
            () -> {
              queue.leave();
              return Future.succeededFuture();
            });
  }

  private <T> T timed(Callable<T> work, long deadline, HashingQueue.Place place) throws Exception {
    long started = System.nanoTime();
    if (place == HashingQueue.Place.QUEUED && queue.isTooLate(deadline - started)) {
      throw busy();
    }
    if (started - deadline >= 0) {
      throw ServiceFailure.of(FailureCode.DEADLINE_EXCEEDED, FailureCode.DEADLINE_EXCEEDED.title());
    }
    T result = work.call();
    queue.took(System.nanoTime() - started);
    return result;
  }

  private ServiceFailure busy() {
    return ServiceFailure.busy("Too many passwords are being checked", queue.expected());
  }

  /** Lets go of the threads; what is being hashed still finishes. */
  public Future<Void> close() {
    return workers.close();
  }
}
