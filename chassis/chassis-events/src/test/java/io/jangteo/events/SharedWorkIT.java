package io.jangteo.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.testing.net.ChaosProxy;
import io.jangteo.testing.net.Conditions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Instances of two services come and go while the one has a steady load to say to the other. */
class SharedWorkIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int ACKNOWLEDGED_MIN = 300;

  /** Of all instances of a service. */
  private static final String END_SESSIONS =
      """
      SELECT count(pg_terminate_backend(pid)) FROM (
        SELECT DISTINCT pid FROM pg_locks WHERE locktype = 'advisory'
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS held
      """;

  private final Vertx vertx = Vertx.vertx();
  private final DatabaseConfig outbox = Servers.database("alpha");
  private final DatabaseConfig inbox = Servers.database("beta");
  private final BrokerConfig broker = Servers.virtualHost();
  private final ChaosProxy network = Servers.networkTo(broker);
  private final List<TestService> alphas = new ArrayList<>();
  private final List<TestService> betas = new ArrayList<>();
  private Process killed;
  private Trial trial;

  @BeforeEach
  void startOneOfEach() {
    alphas.add(alpha(broker));
    betas.add(beta(broker));
    trial = Trial.begin(vertx, "SharedWorkIT", alphas.get(0), betas.get(0));
    trial.awaitEffects(SteadyLoad.A_SECOND);
  }

  private TestService alpha(BrokerConfig way) {
    return TestService.start(vertx, "alpha", outbox, way, List.of(Pings.PINGED), List.of());
  }

  private TestService beta(BrokerConfig way) {
    return TestService.start(vertx, "beta", inbox, way, List.of(), List.of(Pings.BETA_FROM_ALPHA));
  }

  @AfterEach
  void stopAll() {
    trial.stop();
    Stream.concat(alphas.stream(), betas.stream()).forEach(TestService::stop);
    if (killed != null) {
      killed.destroyForcibly();
    }
    network.close();
    TestService.get(vertx.close());
  }

  @Test
  void moreAndFewerInstancesShareQueuesAndOutboxAndNothingIsLostDoubledOrOutOfOrder() {
    assertThat(partitions(alphas)).containsExactly(8);

    long begun = System.nanoTime();
    alphas.addAll(List.of(alpha(broker), alpha(broker)));
    betas.addAll(List.of(beta(broker), beta(broker)));
    awaitShares(alphas, 2, 3, 3);
    awaitShares(betas, 2, 3, 3);
    double shared = (System.nanoTime() - begun) / 1e9;
    awaitAllWork();

    alphas.remove(1).stop();
    betas.remove(1).stop();
    awaitShares(alphas, 4, 4);
    awaitShares(betas, 4, 4);
    awaitAllWork();

    alphas.remove(1).stop();
    awaitShares(alphas, 8);
    System.out.printf(Locale.ROOT, "one to three: shared after %.1f s%n", shared);
    judge("scaled up and down");
  }

  @Test
  void aKilledInstanceIsReplacedAtOnce() throws IOException {
    killed = RelayInOtherJvm.launch(outbox, broker);
    awaitShares(alphas, 4);

    killed.destroyForcibly();
    long begun = System.nanoTime();
    awaitShares(alphas, 8);
    System.out.printf(
        Locale.ROOT, "a killed one: replaced after %.2f s%n", (System.nanoTime() - begun) / 1e9);
    trial.awaitEffectsOfWhatIsAppendedFromNow();
    judge("killed");
  }

  @Test
  void whoLosesItsDatabaseSessionComesBackToItsShare() {
    alphas.add(alpha(broker));
    betas.add(beta(broker));
    awaitShares(alphas, 4, 4);
    awaitShares(betas, 4, 4);

    long ended = alphas.get(0).count(END_SESSIONS) + betas.get(0).count(END_SESSIONS);
    assertThat(ended).isEqualTo(4);
    trial.awaitEffectsOfWhatIsAppendedFromNow();

    awaitShares(alphas, 4, 4);
    awaitShares(betas, 4, 4);
    awaitAllWork();
    judge("database sessions ended");
  }

  @Test
  void whoCannotReachTheBrokerLeavesItsPartitionsToWhoCan() {
    BrokerConfig badWay = Servers.through(network, broker);
    alphas.add(alpha(badWay));
    betas.add(beta(badWay));
    awaitShares(alphas, 4, 4);
    awaitShares(betas, 4, 4);

    network.set(Conditions.CLEAR.withSilence());
    awaitShares(alphas, 0, 8);
    awaitShares(betas, 0, 8);
    trial.awaitEffectsOfWhatIsAppendedFromNow();

    network.set(Conditions.CLEAR);
    awaitShares(alphas, 4, 4);
    awaitShares(betas, 4, 4);
    awaitAllWork();
    judge("cut off from the broker");
  }

  private void judge(String what) {
    trial.judge(what, trial.awaitDrained(SOON), ACKNOWLEDGED_MIN);
  }

  private static void awaitShares(List<TestService> instances, Integer... shares) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(partitions(instances)).containsExactlyInAnyOrder(shares));
  }

  private static List<Integer> partitions(List<TestService> instances) {
    return instances.stream().map(TestService::partitions).toList();
  }

  /** Each of them publishes, or consumes, something from now. */
  private void awaitAllWork() {
    awaitEachCounts(alphas, "jangteo.outbox.published");
    awaitEachCounts(betas, "jangteo.inbox.processed");
  }

  private static void awaitEachCounts(List<TestService> instances, String meter) {
    List<Double> before = counts(instances, meter);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              List<Double> now = counts(instances, meter);
              for (int i = 0; i < now.size(); i++) {
                assertThat(now.get(i)).as(meter).isGreaterThan(before.get(i));
              }
            });
  }

  private static List<Double> counts(List<TestService> instances, String meter) {
    return instances.stream().map(each -> each.meters.get(meter).counter().count()).toList();
  }
}
