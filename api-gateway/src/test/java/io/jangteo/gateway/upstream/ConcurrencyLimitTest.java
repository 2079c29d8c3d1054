package io.jangteo.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.netflix.concurrency.limits.limit.FixedLimit;
import io.jangteo.runtime.config.Configuration;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {
  private static final Duration PATIENCE = Duration.ofMillis(50);
  private static final UpstreamConfig CONFIG =
      Configuration.ofEnvironment(Map.of()).bind("upstream", UpstreamConfig.class);

  private final ManualClock clock = new ManualClock();
  private final ConcurrencyLimit limit = limited(10, clock);

  @Test
  void beyondTheLimitHalfAsManyWait() {
    List<Future<Void>> places = enter(0, 16);

    assertThat(places.subList(0, 10)).allMatch(Future::succeeded);
    assertThat(places.subList(10, 15)).noneMatch(Future::isComplete);
    ServiceFailure refusal = (ServiceFailure) places.get(15).cause();
    assertThat(refusal.code()).isEqualTo(FailureCode.UNAVAILABLE);
    assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(1));
  }

  @Test
  void aPlaceGoesToTheOneThatWaitsLongest() {
    List<Future<Void>> places = enter(0, 12);

    leave();

    assertThat(places.get(10).succeeded()).isTrue();
    assertThat(places.get(11).isComplete()).isFalse();
    assertThat(limit.inFlight()).isEqualTo(10);
  }

  @Test
  void nobodyWaitsLongerThanItMay() {
    enter(0, 10);
    Future<Void> early = limit.enter(0);
    clock.pass(Duration.ofMillis(30));
    Future<Void> late = limit.enter(0);
    clock.pass(Duration.ofMillis(20));

    limit.expire();

    assertThat(early.failed()).isTrue();
    assertThat(late.isComplete()).isFalse();
    assertThat(limit.queued()).isEqualTo(1);
  }

  @Test
  void whileSomebodyWaitsAllTheTimeNobodyWaitsLong() {
    enter(0, 10);
    assertThat(limit.patience()).isEqualTo(PATIENCE);
    for (int i = 0; i < 5; i++) {
      limit.enter(0);
      clock.pass(Duration.ofMillis(25));
      limit.expire();
    }
    assertThat(limit.patience()).as("after 125 ms").isEqualTo(PATIENCE.dividedBy(5));
    assertThat(limit.queued()).as("of those that came in the last 10 ms").isZero();

    clock.pass(Duration.ofMillis(25));
    limit.enter(0);
    assertThat(limit.patience()).as("after 50 ms without anybody").isEqualTo(PATIENCE);
  }

  @Test
  void eachRankLeavesATenthToThoseBefore() {
    assertThat(enter(2, 9).stream().filter(Future::succeeded)).hasSize(8);
    assertThat(enter(1, 2).stream().filter(Future::succeeded)).hasSize(1);
    assertThat(enter(0, 2).stream().filter(Future::succeeded)).hasSize(1);
  }

  @Test
  void whatMattersMoreTakesTheWaitingPlaceOfTheLast() {
    enter(0, 10);
    List<Future<Void>> reads = enter(3, 5);

    Future<Void> write = limit.enter(0);

    assertThat(reads.get(4).failed()).isTrue();
    assertThat(reads.subList(0, 4)).noneMatch(Future::isComplete);
    leave();
    assertThat(write.succeeded()).as("and is first to be let in").isTrue();
  }

  @Property
  void neverAreMoreInFlightOrWaitingThanMayAndEveryoneIsAnswered(
      @ForAll @IntRange(min = 8, max = 30) int most,
      @ForAll @Size(max = 400) List<@IntRange(min = 0, max = 11) Integer> steps) {
    ManualClock time = new ManualClock();
    ConcurrencyLimit any = limited(most, time);
    List<Future<Void>> all = new ArrayList<>();
    for (int step : steps) {
      if (step < 6) {
        all.add(any.enter(step));
      } else if (step < 10 && any.inFlight() > 0) {
        any.leave(time.getAsLong(), 1_000_000, false);
      } else {
        time.pass(Duration.ofMillis(step));
        any.expire();
      }
      assertThat(any.inFlight()).isBetween(0, most);
      assertThat(any.queued()).isBetween(0, most / 2);
      assertThat(all.stream().filter(future -> !future.isComplete())).hasSize(any.queued());
    }
    time.pass(PATIENCE);
    any.expire();
    assertThat(all).allMatch(Future::isComplete);
  }

  private static ConcurrencyLimit limited(int most, ManualClock clock) {
    return new ConcurrencyLimit(FixedLimit.of(most), 6, PATIENCE, CONFIG.quick(), clock);
  }

  private List<Future<Void>> enter(int rank, int times) {
    List<Future<Void>> places = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      places.add(limit.enter(rank));
    }
    return places;
  }

  private void leave() {
    limit.leave(clock.getAsLong(), 1_000_000, false);
  }
}
