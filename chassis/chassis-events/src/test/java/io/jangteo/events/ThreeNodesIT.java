package io.jangteo.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jangteo.testing.broker.RabbitCluster;
import io.jangteo.testing.broker.RabbitNode;
import io.jangteo.testing.broker.TestBroker.Kind;
import io.jangteo.testing.broker.TestBrokers;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
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
  private Trial trial;

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
    trial = Trial.begin(vertx, "ThreeNodesIT", alpha, beta);
    trial.awaitEffects(5 * SteadyLoad.A_SECOND);
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
    trial.stop();
    alpha.stop();
    beta.stop();
    new BrokerHands(Servers.config(cluster)).deleteQueues(Pings.BETA_FROM_ALPHA);
    TestService.get(vertx.close());
  }

  @Test
  void theLeaderKilledLosesNothingDoublesNoEffectAndHoldsUpConfirmsForSeconds() {
    RabbitNode leader = leader();

    leader.kill();
    trial.awaitEffectsOfWhatIsAppendedFromNow();
    leader.start();

    trial.judge("leader killed", trial.awaitDrained(DRAINED_MAX), ACKNOWLEDGED_MIN);
    assertThat(trial.longestConfirmGap()).isLessThanOrEqualTo(GAP_MAX);
  }

  /** To the others it was gone, and RabbitMQ lets none of them forget that by itself. */
  @Test
  void theLeaderFrozenAndThawedLosesNothingDoublesNoEffectAndIsBackWhenItIsRestarted() {
    RabbitNode leader = leader();

    leader.freeze();
    trial.awaitEffectsOfWhatIsAppendedFromNow();
    leader.thaw();

    trial.judge("leader frozen", trial.awaitDrained(DRAINED_MAX), ACKNOWLEDGED_MIN);
    assertThat(trial.longestConfirmGap()).isLessThanOrEqualTo(GAP_MAX);
    leader.stop();
    leader.start();
    awaitWhole();
  }

  @Test
  void aMajorityKilledHoldsUpConfirmsAloneAndTheBacklogIsGoneWithinAMinuteOfItsReturn() {
    RabbitNode leader = leader();
    RabbitNode other = cluster.nodes().stream().filter(node -> node != leader).findAny().get();
    List<RabbitNode> majority = List.of(leader, other);
    int before = trial.acknowledged().size();

    majority.forEach(RabbitNode::kill);
    assertNothingIsConfirmedForHalfAMinute();
    assertThat(trial.acknowledged().size() - before)
        .as("appended while there was no broker")
        .isGreaterThan((int) OUTAGE.toSeconds() * SteadyLoad.A_SECOND / 2);
    cluster.start(majority);

    trial.judge("majority killed", trial.awaitDrained(DRAINED_MAX), ACKNOWLEDGED_MIN);
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
}
