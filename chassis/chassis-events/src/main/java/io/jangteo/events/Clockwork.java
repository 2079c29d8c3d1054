package io.jangteo.events;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Time and chance, which a simulation brings itself. */
interface Clockwork {
  Clockwork REAL = new Real();

  /** Never goes backwards; means something only beside another reading. */
  long nanos();

  /** From 0 up to, without, {@code bound}. */
  long random(long bound);

  /** Fails when {@code future} has not completed by then; does not stop what it stands for. */
  <T> Future<T> within(Duration patience, Future<T> future);

  /** Of the machine. */
  final class Real implements Clockwork {
    private Real() {}

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public long random(long bound) {
      return ThreadLocalRandom.current().nextLong(bound);
    }

    @Override
    public <T> Future<T> within(Duration patience, Future<T> future) {
      return future.timeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
