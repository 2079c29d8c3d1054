package io.jangteo.member.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HashingQueueTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HashingQueue queue = new HashingQueue(2, 50);

  @Test
  void asManyAsCanBeDoneInTimeAreLetIn() {
    queue.took(SECOND.toNanos() / 10);

    assertThat(letIn(100, SECOND)).as("ten rounds of two").isEqualTo(20);
    assertThat(queue.expected()).isEqualTo(Duration.ofMillis(1100));
    assertThat(letIn(100, SECOND.multipliedBy(2))).isEqualTo(20);
  }

  @Test
  void theNumberIsBoundedWhateverTheTime() {
    queue.took(1000);

    assertThat(letIn(100, SECOND)).isEqualTo(52);
  }

  @Test
  void whoFindsAThreadFreeGetsIt() {
    queue.took(SECOND.toNanos() * 100);

    assertThat(letIn(10, SECOND)).isEqualTo(2);
    queue.leave();
    assertThat(letIn(10, SECOND)).isEqualTo(1);
  }

  @Test
  void whoseTurnComesTooLateIsNotBegun() {
    queue.took(SECOND.toNanos() / 10);

    assertThat(queue.isTooLate(SECOND.toNanos() / 5)).isFalse();
    assertThat(queue.isTooLate(SECOND.toNanos() / 20)).isTrue();
  }

  @Test
  void whatIsUsualFollowsTheMachine() {
    queue.took(SECOND.toNanos());
    for (int i = 0; i < 30; i++) {
      queue.took(SECOND.toNanos() / 100);
    }

    assertThat(queue.expected()).isBetween(Duration.ofMillis(10), Duration.ofMillis(12));
  }

  private int letIn(int times, Duration patience) {
    int entered = 0;
    for (int i = 0; i < times; i++) {
      entered += queue.enter(patience) == HashingQueue.Place.NONE ? 0 : 1;
    }
    return entered;
  }
}
