package io.jangteo.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationCallsTest {
  private static final Duration LEAST = Duration.ofMillis(250);

  private final OperationCalls calls = new OperationCalls(LEAST);
  private final ManualClock clock = new ManualClock();
  private final List<Running> told = new ArrayList<>();

  /** A call as {@link OperationCalls} sees it. */
  private final class Running implements OperationCalls.Late {
    private final long startedAt = clock.getAsLong();
    private boolean over;
    private boolean moves = true;

    @Override
    public long startedAt() {
      return startedAt;
    }

    @Override
    public boolean isOver() {
      return over;
    }

    @Override
    public boolean move() {
      told.add(this);
      return moves;
    }
  }

  @Test
  void nobodyIsLateWhileNothingIsKnown() {
    begin();
    pass(10_000);

    assertThat(told).isEmpty();
  }

  @Test
  void whoIsLateIsToldOnce() {
    learn();
    Running first = begin();
    pass(100);
    Running second = begin();
    pass(149);
    assertThat(told).isEmpty();

    pass(1);
    assertThat(told).containsExactly(first);
    pass(100);
    pass(1_000);
    assertThat(told).containsExactly(first, second);
  }

  @Test
  void whoHasEndedIsNotTold() {
    learn();
    begin().over = true;
    Running second = begin();
    pass(250);

    assertThat(told).containsExactly(second);
  }

  @Test
  void whoCannotBeMovedYetIsToldAgainAndKeepsNobodyElse() {
    learn();
    Running first = begin();
    first.moves = false;
    Running second = begin();

    pass(250);
    assertThat(told).containsExactly(first, second);
    first.moves = true;
    pass(25);
    pass(25);

    assertThat(told).containsExactly(first, second, first);
  }

  private void learn() {
    for (int i = 0; i < 1_100; i++) {
      calls.times().took(1_000_000);
    }
  }

  private Running begin() {
    Running call = new Running();
    calls.watch(call);
    return call;
  }

  private void pass(int millis) {
    clock.pass(Duration.ofMillis(millis));
    calls.look(clock.getAsLong());
  }
}
