package io.jangteo.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnswerWatchTest {
  private static final Duration PATIENCE = Duration.ofMillis(400);
  private static final Duration LONGER = PATIENCE.multipliedBy(2);

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger givenUp = new AtomicInteger();
  private final AnswerWatch watch = new AnswerWatch(vertx, PATIENCE, givenUp::incrementAndGet);

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void whoOwesAnAnswerForTooLongIsGivenUpOnce() {
    long begun = System.nanoTime();

    watch.asked();

    await().until(() -> givenUp.get() == 1);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(PATIENCE);
    await().during(LONGER).until(() -> givenUp.get() == 1);
  }

  @Test
  void whoOwesNothingMayBeSilent() {
    watch.asked();
    watch.answered();

    await().during(LONGER).until(() -> givenUp.get() == 0);
  }

  @Test
  void whatWaitsBehindOthersIsNotLateWhileTheyAreAnswered() {
    AtomicInteger answers = new AtomicInteger();
    for (int i = 0; i < 40; i++) {
      watch.asked();
    }

    long timer =
        vertx.setPeriodic(
            20,
            ignored -> {
              if (answers.incrementAndGet() < 40) {
                watch.answered();
              }
            });

    await().until(() -> answers.get() >= 35);
    assertThat(givenUp).as("though the last was asked long ago").hasValue(0);
    vertx.cancelTimer(timer);
    await().until(() -> givenUp.get() == 1);
  }

  @Test
  void afterItsEndNobodyIsGivenUp() {
    watch.asked();
    watch.stop();

    await().during(LONGER).until(() -> givenUp.get() == 0);
  }
}
