package io.jangteo.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In windows of 100 ms, against a service that works on eight calls at a time. */
class QueueingLimitTest {
  private static final int SERVERS = 8;
  private static final int FIRST = 128;
  private static final Duration USUAL = Duration.ofMillis(50);

  private final QueueingLimit limit = new QueueingLimit(8, FIRST, 256);
  private long now;

  @Test
  void underOverloadCallsSoonTakeLittleLongerThanUsual() {
    calls(20, 4, USUAL);

    List<Integer> limits = overload(Duration.ofSeconds(5), USUAL);

    assertThat(limits.subList(10, limits.size()))
        .as("after a second no call queues for longer than it takes, and no server is idle")
        .allMatch(each -> each >= SERVERS && each <= 2 * SERVERS);
  }

  @Test
  void overloadThatLastsDoesNotBecomeUsual() {
    calls(20, 4, USUAL);

    List<Integer> limits = overload(Duration.ofMinutes(5), USUAL);

    assertThat(limits.subList(10, limits.size())).allMatch(each -> each <= 2 * SERVERS);
    assertThat(limits.stream().mapToInt(each -> Math.min(each, SERVERS)).average().orElseThrow())
        .as("servers at work")
        .isGreaterThan(SERVERS * 0.97);
  }

  @Test
  void aServiceThatHasGrownSlowerIsMeasuredAnew() {
    calls(20, 4, USUAL);
    calls(100, FIRST, USUAL.multipliedBy(6));
    assertThat(limit.getLimit()).as("at first it looks like a queue").isLessThan(20);

    for (int i = 0; i < 150; i++) {
      calls(1, limit.getLimit(), USUAL.multipliedBy(6));
    }
    assertThat(limit.getLimit()).as("but calls take as long when there are few").isEqualTo(256);
  }

  @Test
  void whatIsFarFromTheLimitIsNoOverloadHoweverSlowItIs() {
    calls(20, 4, USUAL);
    calls(100, FIRST / 2 - 1, USUAL.multipliedBy(20));

    assertThat(limit.getLimit()).isEqualTo(FIRST);
  }

  @Test
  void afterwardsItIsAsWideAsItWasAtFirst() {
    calls(20, 4, USUAL);
    overload(Duration.ofSeconds(5), USUAL);

    calls(60, 3, USUAL);

    assertThat(limit.getLimit()).isEqualTo(FIRST);
  }

  /** As many calls as may be are under way. */
  private List<Integer> overload(Duration time, Duration usual) {
    List<Integer> limits = new ArrayList<>();
    for (long i = 0; i < time.toMillis() / 100; i++) {
      int inFlight = limit.getLimit();
      calls(1, inFlight, usual.multipliedBy(Math.max(SERVERS, inFlight)).dividedBy(SERVERS));
      limits.add(limit.getLimit());
    }
    return limits;
  }

  private void calls(int windows, int inFlight, Duration each) {
    for (int i = 0; i < windows; i++) {
      limit.onSample(now, each.toNanos(), inFlight, false);
      now += Duration.ofMillis(100).toNanos();
    }
  }
}
