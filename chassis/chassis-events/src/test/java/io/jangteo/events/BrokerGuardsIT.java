package io.jangteo.events;

import static io.jangteo.events.Pings.ping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.runtime.Ids;
import io.jangteo.testing.broker.TestBroker;
import io.jangteo.testing.broker.TestBrokers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The broker breaks at the very moment each guard is for. */
class BrokerGuardsIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String EXCHANGE = "jangteo.alpha.events";

  private static TestBroker broker;
  private final Vertx vertx = Vertx.vertx();
  private BrokerHands hands;
  private TestService alpha;
  private TestService beta;

  @BeforeAll
  static void startBroker() {
    broker = TestBrokers.own();
  }

  @AfterAll
  static void stopBroker() {
    broker.kill();
  }

  @BeforeEach
  void startTwoServices() {
    hands = new BrokerHands(Servers.tight(broker));
    alpha =
        TestService.start(
            vertx,
            "alpha",
            Servers.database("alpha"),
            Servers.tight(broker),
            List.of(Pings.PINGED),
            List.of());
    beta = startBeta();
    broker.settle();
  }

  private TestService startBeta() {
    return TestService.start(
        vertx,
        "beta",
        Servers.database("beta"),
        Servers.tight(broker),
        List.of(),
        List.of(Pings.BETA_FROM_ALPHA));
  }

  @AfterEach
  void stopThem() {
    alpha.stop();
    beta.stop();
    hands.deleteQueues(Pings.BETA_FROM_ALPHA);
    TestService.get(vertx.close());
  }

  @Test
  void confirmsInFlightWhenTheBrokerIsKilledLoseNothing() {
    broker.freeze();
    List<UUID> ids = send(100);
    await().atMost(SOON).until(() -> gauge("jangteo.outbox.unconfirmed") >= 100);

    broker.kill();
    broker.start();

    assertAllArriveOnce(ids);
    assertThat(alpha.count("SELECT max(attempts)::bigint FROM outbox")).isZero();
  }

  @Test
  void confirmsThatNeverComeAreGivenUpAndTheMessagesSaidAgain() {
    broker.freeze();
    List<UUID> ids = send(20);
    await().atMost(SOON).until(() -> gauge("jangteo.outbox.unconfirmed") >= 20);

    await().atMost(SOON).until(() -> !alpha.health.isReady());
    broker.thaw();

    assertAllArriveOnce(ids);
  }

  @Test
  void confirmsGoOnAfterTheChannelWasClosedByAnError() {
    assertAllArriveOnce(send(1));
    hands.deleteExchange(EXCHANGE);

    List<UUID> ids = send(50);
    assertAllArriveOnce(ids);

    ids.addAll(send(50));
    assertAllArriveOnce(ids);
  }

  /** Whatever was delivered while a batch is in hand is the next batch: its size tells. */
  @Test
  void prefetchStillBoundsWhatIsDeliveredAfterABrokerKill() {
    Promise<Void> gate = Promise.promise();
    beta.gate = gate.future();
    List<UUID> ids = sendOf(Ids.next(), 200);
    awaitAllPublished();
    await().atMost(SOON).until(() -> batches() == 1);

    broker.kill();
    broker.start();
    await().atMost(SOON).until(beta.health::isReady);
    beta.gate = Future.succeededFuture();
    gate.complete();

    assertAllArriveOnce(ids);
    int most = broker.kind() == TestBroker.Kind.QPID ? 4 * Partitions.COUNT : 4;
    assertThat(batches()).isGreaterThanOrEqualTo(200 / most);
  }

  private int batches() {
    return (int) beta.meters.get("jangteo.inbox.batches").counter().count();
  }

  @Test
  void aConsumerStoppedWhileTheBrokerDiesNeitherReconnectsNorConsumes() {
    Promise<Void> gate = Promise.promise();
    beta.gate = gate.future();
    List<UUID> ids = send(10);
    await().atMost(SOON).until(() -> batches() > 0);

    Future<Void> drained = beta.messaging.drain(Duration.ofSeconds(10));
    broker.kill();
    broker.start();
    gate.complete();
    TestService.get(drained);
    long applied = beta.applied();
    ids.addAll(send(10));
    awaitAllPublished();

    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(10))
        .until(() -> hands.consumers(Pings.BETA_FROM_ALPHA) == 0 && beta.applied() == applied);
    assertThat(hands.ready(Pings.BETA_FROM_ALPHA)).isGreaterThanOrEqualTo(10);
  }

  @Test
  void aReturnedMessageIsHeldBackAsNoRouteAndMarkedOnlyOnceItIsInAQueue() {
    recordTheOutbox();
    beta.stop();
    hands.deleteQueues(Pings.BETA_FROM_ALPHA);

    List<UUID> ids = send(1);

    awaitAllPublished();
    assertThat(alpha.texts("SELECT parked_reason FROM outbox_history WHERE published_at IS NULL"))
        .contains("NO_ROUTE");
    assertThat(alpha.count("SELECT count(*) FROM outbox_history WHERE published_at IS NOT NULL"))
        .isEqualTo(1);
    assertThat(alpha.meters.counter("jangteo.outbox.unrouted", "service", "alpha").count())
        .isPositive();
    beta = startBeta();
    await().atMost(SOON).until(() -> beta.committed.containsAll(ids));
  }

  private void recordTheOutbox() {
    TestService.get(
        alpha
            .database
            .pool()
            .query(
                """
                CREATE TABLE outbox_history (published_at timestamptz, parked_reason text);
                CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  INSERT INTO outbox_history VALUES (NEW.published_at, NEW.parked_reason);
                  RETURN NEW;
                END $$;
                CREATE TRIGGER keep AFTER UPDATE ON outbox FOR EACH ROW EXECUTE FUNCTION keep();
                """)
            .execute());
  }

  @Test
  void queuesAndBindingsDeletedUnderPublisherAndConsumerComeBackAndNothingIsLost() {
    assertAllArriveOnce(send(50));
    await().atMost(SOON).until(() -> hands.ready(Pings.BETA_FROM_ALPHA) == 0);

    hands.deleteQueue(Pings.BETA_FROM_ALPHA.queue(0));
    hands.unbind(
        Pings.BETA_FROM_ALPHA.queue(1), EXCHANGE, Partitions.routingKey(Pings.PINGED.name(), 1));

    List<UUID> ids = send(100);
    await().atMost(SOON).until(() -> beta.committed.containsAll(ids));
    ids.addAll(send(100));
    await().atMost(SOON).until(() -> beta.committed.containsAll(ids));
    awaitAllPublished();
    assertThat(beta.applied()).isEqualTo(250);
    // The embedded broker may route and deliver from a queue that it has confirmed as deleted; the
    // session's watch finds it gone a few seconds later.
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(hands.consumers(Pings.BETA_FROM_ALPHA)).isEqualTo(Partitions.COUNT));
  }

  /** Each of an aggregate of its own, so of every partition. */
  private List<UUID> send(int count) {
    List<UUID> ids = new ArrayList<>(IntStream.range(0, count).mapToObj(n -> Ids.next()).toList());
    alpha.send(
        ids.stream().map(id -> ping(id, Ids.next(), 1, "n")).toArray(OutboundMessage[]::new));
    return ids;
  }

  private List<UUID> sendOf(UUID aggregate, int count) {
    List<UUID> ids = IntStream.range(0, count).mapToObj(n -> Ids.next()).toList();
    alpha.send(
        IntStream.range(0, count)
            .mapToObj(n -> ping(ids.get(n), aggregate, n + 1, "n"))
            .toArray(OutboundMessage[]::new));
    return ids;
  }

  private double gauge(String name) {
    return alpha.meters.get(name).gauge().value();
  }

  private void awaitAllPublished() {
    await()
        .atMost(SOON)
        .until(() -> alpha.count("SELECT count(*) FROM outbox WHERE published_at IS NULL") == 0);
  }

  private void assertAllArriveOnce(List<UUID> ids) {
    await().atMost(SOON).until(() -> beta.committed.containsAll(ids));
    awaitAllPublished();
    assertThat(beta.count("SELECT count(*) FROM applied"))
        .isEqualTo(beta.count("SELECT count(DISTINCT message_id) FROM applied"));
    assertThat(beta.count("SELECT count(*) FROM parked_messages")).isZero();
    assertThat(alpha.count("SELECT count(*) FROM outbox"))
        .isEqualTo(beta.count("SELECT count(*) FROM applied"));
  }
}
