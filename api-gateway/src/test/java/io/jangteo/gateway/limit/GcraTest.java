package io.jangteo.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class GcraTest {
  @Provide
  Arbitrary<Limit> limits() {
    return Combinators.combine(
            Arbitraries.longs().between(1_000, 20_000_000_000L),
            Arbitraries.integers().between(1, 300))
        .as((interval, burst) -> Limit.of("x", interval, burst));
  }

  /** In every window there are at most a burst and what became free in it, wherever it begins. */
  @Property
  void neverMoreThanBurstAndRateInAnyWindow(
      @ForAll("limits") Limit limit,
      @ForAll long start,
      @ForAll @Size(min = 1, max = 200) List<@IntRange(max = 1000) Integer> pauses) {
    Gcra gcra = new Gcra(start);
    List<Long> accepted = new ArrayList<>();
    long now = 0;
    for (int pause : pauses) {
      now += limit.interval() * pause / 300;
      if (gcra.take(limit, start + now) >= 0) {
        accepted.add(now);
      }
    }
    for (int first = 0; first < accepted.size(); first++) {
      for (int last = first; last < accepted.size(); last++) {
        long window = accepted.get(last) - accepted.get(first);
        assertThat((long) last - first + 1)
            .isLessThanOrEqualTo(limit.burst() + window / limit.interval());
      }
    }
  }

  @Property
  void oneMoreIsFreeExactlyAnIntervalAfterTheBurst(
      @ForAll("limits") Limit limit, @ForAll long start) {
    Gcra gcra = new Gcra(start);
    for (int left = limit.burst() - 1; left >= 0; left--) {
      assertThat(gcra.take(limit, start)).isEqualTo(left);
    }

    assertThat(gcra.take(limit, start)).isEqualTo(-limit.interval());
    assertThat(gcra.take(limit, start + limit.interval() - 1)).isEqualTo(-1);
    assertThat(gcra.take(limit, start + limit.interval())).isZero();
  }

  @Property
  void aRefusalSaysHowLongToWait(
      @ForAll("limits") Limit limit,
      @ForAll long start,
      @ForAll @LongRange(max = 100_000_000_000L) long later) {
    Gcra gcra = new Gcra(start);
    long now = start;
    long answer = gcra.take(limit, now);
    while (answer >= 0) {
      answer = gcra.take(limit, now);
    }

    assertThat(gcra.take(limit, now - answer)).isNotNegative();
    assertThat(gcra.take(limit, now - answer + later)).isGreaterThanOrEqualTo(-limit.interval());
  }

  @Property
  void aClockThatGoesBackGivesNothingAndLocksNobodyOut(
      @ForAll("limits") Limit limit,
      @ForAll long start,
      @ForAll @LongRange(min = 1, max = 1L << 50) long back) {
    Gcra gcra = new Gcra(start);
    IntStream.range(0, limit.burst()).forEach(i -> gcra.take(limit, start));

    assertThat(gcra.take(limit, start - back)).isNegative();
    assertThat(gcra.take(limit, start - back + 10 * limit.span())).isNotNegative();
  }

  @Property
  void whatIsChargedIsMissingAndWhatIsGivenBackIsThere(
      @ForAll("limits") Limit limit, @ForAll long start, @ForAll @IntRange(max = 300) int count) {
    Gcra gcra = new Gcra(start);
    int charged = Math.min(count, limit.burst());

    gcra.charge(limit, start, charged);
    assertThat(gcra.free(limit, start)).isEqualTo(limit.burst() - charged);

    gcra.charge(limit, start, -charged);
    gcra.charge(limit, start, -5);
    assertThat(gcra.free(limit, start)).isEqualTo(limit.burst());
  }

  @Example
  void noMoreThanAFewBurstsAreEverOwed() {
    Limit limit = Limit.of("x", "100/s", 10);
    Gcra gcra = new Gcra(0);

    gcra.charge(limit, 0, 1000);

    assertThat(gcra.free(limit, 0)).isEqualTo(-80);
    assertThat(gcra.wait(limit, 0)).isEqualTo(81 * limit.interval());
  }

  @Example
  void threadsTogetherGetNoMoreThanTheBurst() throws InterruptedException {
    Limit limit = Limit.of("x", "1/h", 1000);
    Gcra gcra = new Gcra(0);
    AtomicInteger accepted = new AtomicInteger();
    List<Thread> threads =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    new Thread(
                        () -> {
                          for (int n = 0; n < 1000; n++) {
                            if (gcra.take(limit, n) >= 0) {
                              accepted.incrementAndGet();
                            }
                          }
                        }))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(20));
    }

    assertThat(accepted).hasValue(1000);
  }
}
