package io.jangteo.events;

import static io.jangteo.events.Pings.ping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.jangteo.runtime.Ids;
import io.jangteo.testing.broker.TestBroker;
import io.jangteo.testing.broker.TestBrokers;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BrokerRestartIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String BATCHES = "jangteo.inbox.batches";
  private static final Tags QUEUE =
      Tags.of("service", "beta", "queue", Pings.BETA_FROM_ALPHA.queue());

  private Vertx vertx;
  private TestBroker broker;
  private TestService alpha;
  private TestService beta;

  @BeforeEach
  void startTwoServicesOnTheirOwnBroker() {
    vertx = Vertx.vertx();
    broker = TestBrokers.own();
    BrokerConfig config = Servers.config(broker);
    alpha =
        TestService.start(
            vertx,
            "alpha",
            Servers.database("alpha"),
            config,
            List.of(Pings.PINGED, Pings.DO),
            List.of(Pings.ALPHA_FROM_BETA));
    beta =
        TestService.start(
            vertx,
            "beta",
            Servers.database("beta"),
            config,
            List.of(Pings.DONE),
            List.of(Pings.BETA_FROM_ALPHA, Pings.BETA_COMMANDS));
  }

  @AfterEach
  void stopAll() {
    alpha.stop();
    beta.stop();
    broker.stop();
    TestService.get(vertx.close());
  }

  @Test
  void aBrokerRestartLosesNothingDoublesNoEffectAndKeepsTheOrder() {
    Future<?> sent = sendTwoThousand();
    await().atMost(SOON).until(() -> beta.applied() > 200);

    broker.stop();
    assertThat(beta.applied()).isLessThan(2_000);
    assertThat(alpha.health.isReady() && beta.health.isReady()).isFalse();
    broker.start();

    TestService.get(sent);
    await().atMost(SOON).until(() -> beta.applied() >= 2_000);
    await()
        .atMost(SOON)
        .until(() -> alpha.count("SELECT count(*) FROM outbox WHERE published_at IS NULL") == 0);
    assertThat(beta.applied()).isEqualTo(2_000);
    assertThat(beta.count("SELECT count(DISTINCT message_id) FROM applied")).isEqualTo(2_000);
    assertThat(
            beta.texts(
                """
                SELECT string_agg(version::text, ',' ORDER BY place) FROM applied
                GROUP BY aggregate_id
                """))
        .hasSize(50)
        .containsOnly(
            IntStream.rangeClosed(1, 40)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(",")));
    assertThat(beta.count("SELECT count(*) FROM parked_messages")).isZero();
    await().atMost(SOON).until(() -> alpha.health.isReady() && beta.health.isReady());
  }

  @Test
  void lostDatabaseSessionsLoseNothingAndDoubleNoEffect() {
    Future<?> sent = sendTwoThousand().otherwiseEmpty();
    for (long reached = 200; reached <= 600; reached += 200) {
      long enough = reached;
      await().atMost(SOON).until(() -> beta.applied() > enough);
      cutOthers(alpha);
      cutOthers(beta);
    }

    TestService.get(sent);
    long kept = alpha.count("SELECT count(*) FROM outbox");
    await().atMost(SOON).until(() -> beta.applied() >= kept);
    await()
        .atMost(SOON)
        .until(() -> alpha.count("SELECT count(*) FROM outbox WHERE published_at IS NULL") == 0);
    assertThat(beta.applied()).isEqualTo(kept);
    assertThat(beta.count("SELECT count(DISTINCT message_id) FROM applied")).isEqualTo(kept);
    assertThat(beta.count("SELECT count(*) FROM parked_messages")).isZero();
  }

  private static void cutOthers(TestService service) {
    service.count(
        """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        """);
  }

  @Test
  void whatIsCommittedWhileTheBrokerIsAwayIsPublishedWhenItIsBack() {
    broker.stop();
    List<UUID> ids = IntStream.range(0, 50).mapToObj(n -> Ids.next()).toList();
    ids.forEach(id -> alpha.send(ping(id, Ids.next(), 1, "anyone there?")));
    assertThat(alpha.count("SELECT max(attempts)::bigint FROM outbox")).isZero();

    broker.start();

    await().atMost(SOON).until(() -> beta.committed.containsAll(ids));
  }

  @Test
  void aBatchFinishedAfterARestartAcknowledgesNothingOfTheNewSession() {
    Promise<Void> gate = Promise.promise();
    beta.gate = gate.future();
    UUID aggregate = Ids.next();
    List<UUID> ids = IntStream.range(0, 40).mapToObj(n -> Ids.next()).toList();
    for (int n = 0; n < ids.size(); n++) {
      alpha.send(ping(ids.get(n), aggregate, n + 1, "n"));
    }
    await().atMost(SOON).until(() -> beta.meters.counter(BATCHES, QUEUE).count() > 0);

    broker.stop();
    broker.start();
    await().atMost(SOON).until(beta.health::isReady);
    beta.gate = Future.succeededFuture();
    gate.complete();

    await().atMost(SOON).until(() -> beta.committed.containsAll(ids));
    assertThat(beta.applied()).isEqualTo(40);
    assertThat(beta.count("SELECT count(*) FROM seen_again")).isPositive();
    await().atMost(SOON).untilAsserted(() -> assertThat(waitingAtTheBroker()).isZero());
  }

  /** Closes the consumer first: what it has not acknowledged counts again. */
  private long waitingAtTheBroker() throws Exception {
    TestService.get(beta.messaging.drain(Duration.ofSeconds(5)));
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(broker.uri().value());
    long waiting = 0;
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      for (int partition = 0; partition < Partitions.COUNT; partition++) {
        waiting += channel.messageCount(Pings.BETA_FROM_ALPHA.queue(partition));
      }
    }
    return waiting;
  }

  private Future<?> sendTwoThousand() {
    List<Future<Void>> sent = new ArrayList<>();
    for (int aggregate = 0; aggregate < 50; aggregate++) {
      UUID id = Ids.next();
      Future<Void> chain = Future.succeededFuture();
      for (int version = 1; version <= 40; version++) {
        OutboundMessage message = ping(Ids.next(), id, version, "n");
        chain = chain.compose(ignored -> alpha.sending(message));
      }
      sent.add(chain);
    }
    return Future.join(sent);
  }
}
