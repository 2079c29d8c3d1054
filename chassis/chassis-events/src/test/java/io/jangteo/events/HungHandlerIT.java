package io.jangteo.events;

import static io.jangteo.events.Pings.ping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.runtime.Ids;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A handler that does not end. Its deadline is 30 s in production. */
class HungHandlerIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration HANDLER_MAX = Duration.ofSeconds(1);

  private static final ParkedMessages.Order GO = new ParkedMessages.Order(Ids.next(), false, SOON);

  private final Vertx vertx = Vertx.vertx();
  private final BrokerConfig broker =
      Servers.withHandlerTimeout(Servers.virtualHost(), HANDLER_MAX);
  private final BrokerHands hands = new BrokerHands(broker);
  private TestService alpha;
  private TestService beta;

  @BeforeEach
  void startTwoServices() {
    alpha =
        TestService.start(
            vertx, "alpha", Servers.database("alpha"), broker, List.of(Pings.PINGED), List.of());
    beta =
        TestService.start(
            vertx,
            "beta",
            Servers.database("beta"),
            broker,
            List.of(),
            List.of(Pings.BETA_FROM_ALPHA));
  }

  @AfterEach
  void stopThem() {
    alpha.stop();
    beta.stop();
    TestService.get(vertx.close());
  }

  @Test
  void isGivenUpAtItsDeadlineAndParkedAndTheOthersGoOnInTheSameSession() {
    UUID aggregate = Ids.next();
    List<OutboundMessage> messages = new ArrayList<>();
    messages.add(ping(Ids.next(), aggregate, 1, TestService.HANG));
    messages.add(ping(Ids.next(), aggregate, 2, "behind it"));
    IntStream.range(0, 100).forEach(n -> messages.add(ping(Ids.next(), Ids.next(), 1, "n")));

    long begun = System.nanoTime();
    alpha.send(messages.toArray(OutboundMessage[]::new));
    await().atMost(SOON).until(() -> beta.applied() == 100 && parked() == 2);

    // Twice alone, and before that in the batch it came with, if it came with others.
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isBetween(HANDLER_MAX.multipliedBy(2), HANDLER_MAX.multipliedBy(10));
    assertThat(beta.texts("SELECT reason FROM parked_messages ORDER BY aggregate_version"))
        .containsExactly("FAILED", "BLOCKED");
    assertThat(hands.consumers(Pings.BETA_FROM_ALPHA)).isEqualTo(Partitions.COUNT);
    assertThat(beta.health.isReady()).isTrue();
    assertNobodyIsIdleInATransaction();
    beta.stop();
    assertThat(hands.ready(Pings.BETA_FROM_ALPHA)).as("not acknowledged").isZero();
    beta = restartedBeta();
  }

  private TestService restartedBeta() {
    return TestService.start(
        vertx, "beta", beta.database.config(), broker, List.of(), List.of(Pings.BETA_FROM_ALPHA));
  }

  @Test
  void hasNoEffectWhenItGoesOnAfterAllAndOneWhenItIsHandledAgain() {
    UUID id = Ids.next();
    alpha.send(ping(id, Ids.next(), 1, TestService.HANG));
    await().atMost(SOON).until(() -> parked() == 1);

    beta.hung.complete();
    UUID next = Ids.next();
    alpha.send(ping(next, Ids.next(), 1, "after it"));
    await().atMost(SOON).until(() -> beta.committed.contains(next));
    assertThat(beta.texts("SELECT message_id FROM applied")).containsExactly(next.toString());

    beta.cured = true;
    TestService.get(beta.messaging.parked().retry(id, GO));
    assertThat(beta.count("SELECT count(*) FROM applied WHERE message_id = $1", id)).isEqualTo(1);
  }

  private void assertNobodyIsIdleInATransaction() {
    await()
        .atMost(SOON)
        .until(
            () ->
                beta.count(
                        """
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND state LIKE 'idle in transaction%'
                        """)
                    == 0);
  }

  private long parked() {
    return beta.count("SELECT count(*) FROM parked_messages WHERE state = 'PARKED'");
  }
}
