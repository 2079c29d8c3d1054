package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.cli.audit.Audit;
import io.jangteo.cli.audit.Audit.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Five hosts, between which the network is cut and comes back, under orders. {@code
 * -Dpartition.rounds=10 -Dpartition.seconds=60} is the long form.
 */
@Tag("alone")
class PartitionIT {
  private static final int ROUNDS = Integer.getInteger("partition.rounds", 2);
  private static final Duration CUT =
      Duration.ofSeconds(Integer.getInteger("partition.seconds", 20));

  /** On a machine that has nothing else to do; asserted is twice as much. */
  private static final Duration TO_HEAL = Duration.ofSeconds(30);

  /** The saga's, by default. */
  private static final Duration PAYMENT_DEADLINE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  /** Who is parted from whom, and whether packets still come from the first to the second. */
  private record Cut(
      List<Integer> few, List<Integer> many, boolean fewAreHeard, boolean manyAreHeard) {
    static Cut of(int round) {
      List<Integer> few = new ArrayList<>();
      List<Integer> many = new ArrayList<>();
      for (int host = 1; host <= 5; host++) {
        boolean isFew = (host + round) % 5 == 0 || (host + 2 * round) % 5 == 1;
        (isFew && few.size() < 2 ? few : many).add(host);
      }
      while (few.size() < 2) {
        few.add(many.remove(0));
      }
      return new Cut(few, many, round % 3 == 1, round % 3 == 2);
    }

    void make(VirtualHosts hosts) throws Exception {
      if (!fewAreHeard) {
        hosts.drop(few, many);
      }
      if (!manyAreHeard) {
        hosts.drop(many, few);
      }
    }

    @Override
    public String toString() {
      return few + (fewAreHeard ? " -> " : manyAreHeard ? " <- " : " || ") + many;
    }
  }

  @Test
  void everyAddressIsReachedFromEveryNodeSoonAfterEachHealAndNoOrderIsLost() throws Exception {
    try (VirtualHosts hosts = VirtualHosts.create(5);
        HostMarket market = HostMarket.start(hosts, folder);
        OrderStream orders = OrderStream.open(market.home(), market.state())) {
      await().until(() -> orders.acceptedSoFar() >= 20);
      double worst = 0;
      for (int round = 0; round < ROUNDS; round++) {
        worst = Math.max(worst, round(round, hosts, market, orders));
      }
      int before = orders.acceptedSoFar();
      await().atMost(TO_HEAL).until(() -> orders.acceptedSoFar() >= before + 20);
      List<String> accepted = orders.finish();
      System.out.printf(
          Locale.ROOT,
          "partitions: %d rounds of %d s, whole again after at most %.1f s; %d orders accepted, %d"
              + " attempts refused, no order for %.1f s%n",
          ROUNDS,
          CUT.toSeconds(),
          worst,
          accepted.size(),
          orders.refusals().size(),
          orders.longestOutageSeconds());
      assertThat(accepted).doesNotHaveDuplicates();
      assertUndoneOnlyForWantOfTheProvider(orders.awaitAllEnded(Duration.ofSeconds(60)));
      assertThat(new Audit(market.home(), market.state()).run(Duration.ofSeconds(60)))
          .allMatch(finding -> finding.verdict() == Verdict.OK);
      assertThat(worst).isLessThanOrEqualTo(2.0 * TO_HEAL.toSeconds());
    }
  }

  /** One host has the card provider; a cut that lasts as long as a payment may keeps it away. */
  private static void assertUndoneOnlyForWantOfTheProvider(Map<String, String> notCompleted) {
    System.out.println("undone, because the provider was cut off: " + notCompleted.size());
    boolean mayOutlastAPayment = CUT.compareTo(PAYMENT_DEADLINE.minus(TO_HEAL)) >= 0;
    assertThat(notCompleted.values())
        .as("%s", notCompleted)
        .isSubsetOf(mayOutlastAPayment ? List.of("COMPENSATED payment_timeout") : List.of());
  }

  /** Gives the seconds from the heal until the market was whole. */
  private static double round(int round, VirtualHosts hosts, HostMarket market, OrderStream orders)
      throws Exception {
    Cut cut = Cut.of(round);
    int before = orders.acceptedSoFar();
    cut.make(hosts);
    // The time of a partition is what is tested.
    TimeUnit.NANOSECONDS.sleep(CUT.toNanos());
    Set<String> notReady = market.notReady();
    hosts.heal();
    long healed = System.nanoTime();
    await()
        .atMost(TO_HEAL.multipliedBy(3))
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(market.unwell()).isEmpty());
    double seconds = (System.nanoTime() - healed) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "round %d, %s: not ready were %s; whole again after %.1f s; %d orders%n",
        round + 1,
        cut,
        notReady,
        seconds,
        orders.acceptedSoFar() - before);
    return seconds;
  }
}
