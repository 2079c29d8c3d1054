package io.jangteo.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Gateways that share one key, without a bus: the clock and the delays are the test's. */
class SharingTest {
  private static final Limit HUNDRED = Limit.of("x", "100/s", 10);

  @Property(tries = 300)
  void withMoreAskedThanAllowedExactlyTheLimitIsGiven(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 5) int gateways,
      @ForAll @IntRange(max = 15) int delay,
      @ForAll @IntRange(min = 2, max = 20) int excess) {
    SharedKey key = new SharedKey(HUNDRED, gateways, delay, seed);

    assertExact(key.run(10, 100 * excess));
  }

  /**
   * Answers that take about as long as a burst takes to come back cost requests, never grant more.
   */
  @Property(tries = 200)
  void slowAnswersNeverLiftTheLimit(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 5) int gateways,
      @ForAll @IntRange(min = 15, max = 60) int delay) {
    List<Integer> perSecond = new SharedKey(HUNDRED, gateways, delay, seed).run(10, 1000);

    int accepted = perSecond.stream().mapToInt(Integer::intValue).sum();
    assertThat(accepted).isLessThanOrEqualTo(1000 + 110);
  }

  /** All of it through one of them, as a client does that keeps its connection. */
  @Property(tries = 200)
  void oneGatewayMayGiveEverything(@ForAll long seed, @ForAll @IntRange(max = 15) int delay) {
    SharedKey key = new SharedKey(HUNDRED, 3, delay, seed).onlyThrough(1);

    assertExact(key.run(10, 400));
  }

  /** Exact to a tenth; the burst is free in the first second only. */
  private static void assertExact(List<Integer> perSecond) {
    assertThat(perSecond.get(0)).isBetween(90, 121);
    assertThat(perSecond.subList(1, perSecond.size()))
        .allMatch(accepted -> accepted >= 90 && accepted <= 110);
  }

  @Property(tries = 200)
  void aClientWithinItsLimitIsNotRefused(@ForAll long seed, @ForAll @IntRange(max = 20) int delay) {
    SharedKey key = new SharedKey(Limit.of("x", "100/s", 100), 3, delay, seed);

    key.run(10, 70);

    assertThat(key.refused()).isZero();
  }

  @Property(tries = 200)
  void eachSideOfAPartitionGivesTheLimitAtMost(@ForAll long seed) {
    SharedKey left = new SharedKey(HUNDRED, 2, 5, seed);
    SharedKey right = new SharedKey(HUNDRED, 1, 5, seed + 1);

    List<Integer> there = left.run(10, 500);
    List<Integer> here = right.run(10, 500);

    for (int second = 0; second < 10; second++) {
      assertThat(here.get(second) + there.get(second)).isLessThanOrEqualTo(220);
    }
  }

  @Example
  void keepersThatNeverAnswerLeaveEachGatewayToItself() {
    SharedKey key = new SharedKey(HUNDRED, 3, 5, 7).withoutKeeper();

    List<Integer> perSecond = key.run(10, 2000);

    assertThat(perSecond).allMatch(accepted -> accepted >= 270 && accepted <= 330);
  }

  @Example
  void fiveAMinuteAreFiveWhereverTheyAreTried() {
    SharedKey key = new SharedKey(Limit.of("x", "5/m", 0), 3, 3, 11);

    List<Integer> perSecond = key.run(300, 2);

    int accepted = perSecond.stream().mapToInt(Integer::intValue).sum();
    assertThat(accepted).isBetween(5 + 22, 5 + 28);
  }

  @Example
  void aPoliteClientIsServedWhenItWasToldToComeBack() {
    LimitCell cell = new LimitCell(new LimitKey("x", "y"), HUNDRED, 0);
    LimitLedger ledger = new LimitLedger(10);
    while (cell.take(HUNDRED, 0, 2) >= 0) {
      assertThat(cell.list() || cell.isListed()).isTrue();
    }
    cell.accept(ledger.settle(cell.report(0), 0), 0);
    long wait = -cell.take(HUNDRED, 1_000_000, 2);
    assertThat(wait).isPositive();

    long later = 1_000_000 + wait;
    Report report = cell.report(later);
    assertThat(report.want()).isPositive();
    cell.accept(ledger.settle(report, later), later);

    assertThat(cell.take(HUNDRED, later, 2)).isNotNegative();
  }
}
