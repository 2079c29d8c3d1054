package io.jangteo.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jangteo.testing.broker.RabbitCluster;
import io.jangteo.testing.broker.RabbitNode;
import io.jangteo.testing.broker.TestBroker.Kind;
import io.jangteo.testing.broker.TestBrokers;
import io.jangteo.testing.history.HistoryChecker;
import io.jangteo.testing.history.Verdict;
import io.jangteo.testing.history.Verdict.Judgement;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A RabbitMQ of three nodes, a steady load through it from outbox to inbox, and nodes that die or
 * fall silent. Each test prints what it measured.
 */
class ThreeNodesIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration GAP_MAX = Duration.ofSeconds(15);
  private static final Duration DRAINED_MAX = Duration.ofSeconds(60);
  private static final Duration OUTAGE = Duration.ofSeconds(30);
  private static final int ACKNOWLEDGED_MIN = 1_000;

  private static RabbitCluster cluster;
  private final Vertx vertx = Vertx.vertx();
  private TestService alpha;
  private TestService beta;
  private SteadyLoad load;

  @BeforeAll
  static void startCluster() {
    if (TestBrokers.kind() == Kind.RABBITMQ && RabbitCluster.isPossible()) {
      cluster = TestBrokers.cluster();
    } else {
      System.out.println(
          "ThreeNodesIT is LEFT OUT: it needs TEST_BROKER=rabbitmq and rabbitmq-server installed");
    }
  }

  @AfterAll
  static void stopCluster() {
    if (cluster != null) {
      cluster.discard();
    }
  }

  @BeforeEach
  void startTwoServicesAndALoad() {
    assumeTrue(cluster != null, "needs TEST_BROKER=rabbitmq and rabbitmq-server installed");
    awaitWhole();
    alpha = start("alpha", true);
    beta = start("beta", false);
    cluster.settle();
    load = SteadyLoad.on(vertx, alpha);
    await().atMost(SOON).until(() -> beta.applied() > 5 * SteadyLoad.A_SECOND);
  }

  private TestService start(String name, boolean publishes) {
    return TestService.start(
        vertx,
        name,
        Servers.database(name),
        Servers.config(cluster),
        publishes ? List.of(Pings.PINGED) : List.of(),
        publishes ? List.of() : List.of(Pings.BETA_FROM_ALPHA));
  }

  @AfterEach
  void stopThem() {
    if (cluster == null) {
      return;
    }
    load.stop();
    alpha.stop();
    beta.stop();
    new BrokerHands(Servers.config(cluster)).deleteQueues(Pings.BETA_FROM_ALPHA);
    TestService.get(vertx.close());
  }

  @Test
  void theLeaderKilledLosesNothingDoublesNoEffectAndHoldsUpConfirmsForSeconds() {
    RabbitNode leader = leader();

    leader.kill();
    awaitEffectsOfWhatIsAppendedFromNow();
    leader.start();

    report("leader killed", awaitDrained());
    assertThat(longestConfirmGap()).isLessThanOrEqualTo(GAP_MAX);
  }

  /** To the others it was gone, and RabbitMQ lets none of them forget that by itself. */
  @Test
  void theLeaderFrozenAndThawedLosesNothingDoublesNoEffectAndIsBackWhenItIsRestarted() {
    RabbitNode leader = leader();

    leader.freeze();
    awaitEffectsOfWhatIsAppendedFromNow();
    leader.thaw();

    report("leader frozen", awaitDrained());
    assertThat(longestConfirmGap()).isLessThanOrEqualTo(GAP_MAX);
    leader.stop();
    leader.start();
    awaitWhole();
  }

  @Test
  void aMajorityKilledHoldsUpConfirmsAloneAndTheBacklogIsGoneWithinAMinuteOfItsReturn() {
    RabbitNode leader = leader();
    RabbitNode other = cluster.nodes().stream().filter(node -> node != leader).findAny().get();
    List<RabbitNode> majority = List.of(leader, other);
    int before = acknowledged().size();

    majority.forEach(RabbitNode::kill);
    assertNothingIsConfirmedForHalfAMinute();
    assertThat(acknowledged().size() - before)
        .as("appended while there was no broker")
        .isGreaterThan((int) OUTAGE.toSeconds() * SteadyLoad.A_SECOND / 2);
    cluster.start(majority);

    report("majority killed", awaitDrained());
  }

  private static void awaitWhole() {
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .untilAsserted(
            () -> assertThat(cluster.separations()).as("nodes that are apart").isEmpty());
  }

  private RabbitNode leader() {
    return cluster.leaderOf(Pings.BETA_FROM_ALPHA.queue(0));
  }

  private Set<UUID> acknowledged() {
    return load.journal().acknowledged();
  }

  private void awaitEffectsOfWhatIsAppendedFromNow() {
    int now = acknowledged().size();
    await().atMost(SOON).until(() -> beta.applied() > now + 2 * SteadyLoad.A_SECOND);
  }

  private void assertNothingIsConfirmedForHalfAMinute() {
    long killed = alpha.count("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint");
    await()
        .during(OUTAGE)
        .atMost(OUTAGE.plus(Duration.ofSeconds(5)))
        .until(
            () ->
                alpha.count(
                        // What was confirmed before is marked a moment later.
                        """
                        SELECT count(*) FROM outbox
                        WHERE published_at > to_timestamp($1::bigint / 1000.0) + interval '1 s'
                        """,
                        killed)
                    == 0);
  }

  /** How long it takes until all that was appended by now has had its effect. */
  private Duration awaitDrained() {
    long begun = System.nanoTime();
    Set<UUID> owed = acknowledged();
    await().atMost(DRAINED_MAX).until(() -> beta.committed.containsAll(owed));
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private void report(String fault, Duration drained) {
    load.stop();
    awaitQuiet();
    load.journal()
        .read(
            () ->
                beta.texts("SELECT message_id FROM applied").stream()
                    .map(UUID::fromString)
                    .toList());
    Verdict<UUID> verdict =
        HistoryChecker.ofAtLeast(ACKNOWLEDGED_MIN).check(load.journal().history());
    System.out.printf(
        Locale.ROOT,
        "ThreeNodesIT %s: attempted=%d acknowledged=%d lost=%d duplicated=%d recovered=%d"
            + " delivered again=%d longest gap=%.1f s, of effects %.1f s,"
            + " backlog drained in %.1f s%n",
        fault,
        verdict.attempted(),
        verdict.acknowledged(),
        verdict.lost().size(),
        verdict.duplicated().size(),
        verdict.recovered().size(),
        beta.count("SELECT count(*) FROM seen_again"),
        longestConfirmGap().toMillis() / 1000.0,
        longestEffectGap().toMillis() / 1000.0,
        drained.toMillis() / 1000.0);
    assertThat(verdict.judgement()).as("%s", verdict).isEqualTo(Judgement.VALID);
    assertTheOrderWasKept();
    assertThat(beta.count("SELECT count(*) FROM parked_messages")).isZero();
  }

  /** When it does not become quiet the verdict says what is missing. */
  private void awaitQuiet() {
    try {
      await()
          .atMost(SOON)
          .until(
              () ->
                  load.isIdle()
                      && alpha.count("SELECT count(*) FROM outbox WHERE published_at IS NULL") == 0
                      && beta.applied() >= acknowledged().size());
    } catch (ConditionTimeoutException e) {
      System.out.println("ThreeNodesIT did not become quiet: " + e.getMessage());
    }
  }

  private void assertTheOrderWasKept() {
    assertThat(
            beta.count(
                """
                SELECT count(*) FROM (
                  SELECT version, row_number() OVER (PARTITION BY aggregate_id ORDER BY place) n
                  FROM applied) each
                WHERE version <> n
                """))
        .as("effects out of order")
        .isZero();
  }

  /** In which nothing of some aggregate was confirmed. */
  private Duration longestConfirmGap() {
    return Duration.ofMillis(
        alpha.count(
            """
            SELECT coalesce(max(extract(epoch FROM gap)) * 1000, 0)::bigint FROM (
              SELECT published_at - lag(published_at)
                OVER (PARTITION BY aggregate_id ORDER BY published_at) gap
              FROM outbox WHERE published_at IS NOT NULL) each
            """));
  }

  /** In which nothing at all had an effect. */
  private Duration longestEffectGap() {
    return Duration.ofMillis(
        beta.count(
            """
            SELECT coalesce(max(extract(epoch FROM gap)) * 1000, 0)::bigint FROM (
              SELECT processed_at - lag(processed_at) OVER (ORDER BY processed_at) gap
              FROM inbox) each
            """));
  }
}
