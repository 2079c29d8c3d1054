package io.jangteo.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private final Watch watch = new Watch();
  private final Refusals refusals = new Refusals(watch);

  @Test
  void aSessionIsGivenUpWhenItIsRefusedSomethingAfterASecond() {
    refusals.begin();
    watch.pass(Duration.ofMillis(900));
    assertThat(refusals.refused()).isFalse();

    watch.pass(Duration.ofMillis(200));

    assertThat(refusals.refused()).isTrue();
  }

  @Test
  void sessionsLastLongerAndLongerWhileTheRefusalsGoOn() {
    for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
      refusals.begin();
      watch.pass(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(refusals.refused()).isFalse();
      watch.pass(Duration.ofMillis(1));
      assertThat(refusals.refused()).isTrue();
    }
  }

  @Test
  void refusalsOfLongAgoDoNotCount() {
    refusals.begin();
    watch.pass(Duration.ofSeconds(1));
    assertThat(refusals.refused()).isTrue();
    watch.pass(Duration.ofMinutes(2));

    refusals.begin();
    watch.pass(Duration.ofSeconds(1));

    assertThat(refusals.refused()).isTrue();
  }

  /** Time that passes when told to. */
  private static final class Watch implements Clockwork {
    private long nanos = -5;

    void pass(Duration time) {
      nanos += time.toNanos();
    }

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public long random(long bound) {
      return 0;
    }

    @Override
    public <T> Future<T> within(Duration patience, Future<T> future) {
      return future.timeout(patience.toNanos(), TimeUnit.NANOSECONDS);
    }
  }
}
