package io.jangteo.events;

import static io.jangteo.events.Pings.ping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.config.Secret;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessagingIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  private Vertx vertx;
  private BrokerConfig broker;
  private DatabaseConfig alphaDatabase;
  private DatabaseConfig betaDatabase;
  private TestService alpha;
  private TestService beta;

  @BeforeEach
  void startTwoServices() {
    vertx = Vertx.vertx();
    broker = Servers.virtualHost();
    alphaDatabase = Servers.database("alpha");
    betaDatabase = Servers.database("beta");
    alpha = startAlpha();
    beta = startBeta();
  }

  private TestService startAlpha() {
    return TestService.start(
        vertx,
        "alpha",
        alphaDatabase,
        broker,
        List.of(Pings.PINGED, Pings.IGNORED, Pings.DO),
        List.of(Pings.ALPHA_FROM_BETA));
  }

  private TestService startBeta() {
    return TestService.start(
        vertx,
        "beta",
        betaDatabase,
        broker,
        List.of(Pings.DONE),
        List.of(Pings.BETA_FROM_ALPHA, Pings.BETA_COMMANDS));
  }

  @AfterEach
  void stopThem() {
    alpha.stop();
    beta.stop();
    TestService.get(vertx.close());
  }

  @Test
  void whatWasCommittedReachesItsConsumerOnce() {
    UUID id = Ids.next();
    UUID aggregate = Ids.next();

    alpha.send(ping(id, aggregate, 1, "hello"));

    await().atMost(SOON).until(() -> beta.committed.contains(id));
    assertThat(beta.applied()).isEqualTo(1);
    await()
        .atMost(SOON)
        .until(() -> alpha.count("SELECT count(*) FROM outbox WHERE published_at IS NULL") == 0);
  }

  @Test
  void aRolledBackTransactionPublishesNothing() {
    UUID lost = Ids.next();
    UUID kept = Ids.next();
    UUID aggregate = Ids.next();

    assertThatThrownBy(
            () ->
                TestService.get(
                    alpha.messaging.transaction(
                        transaction -> {
                          transaction.send(ping(lost, aggregate, 1, "never"));
                          return Future.failedFuture(new IllegalStateException("changed my mind"));
                        })))
        .hasRootCauseMessage("changed my mind");
    alpha.send(ping(kept, aggregate, 1, "ever"));

    await().atMost(SOON).until(() -> beta.committed.contains(kept));
    assertThat(beta.count("SELECT count(*) FROM inbox WHERE message_id = $1", lost)).isZero();
    assertThat(beta.applied()).isEqualTo(1);
  }

  @Test
  void messagesOfOneAggregateAreAppliedInOrder() {
    List<UUID> aggregates = IntStream.range(0, 40).mapToObj(n -> Ids.next()).toList();
    List<Future<Void>> sent = new ArrayList<>();
    for (UUID aggregate : aggregates) {
      Future<Void> chain = Future.succeededFuture();
      for (int version = 1; version <= 10; version++) {
        OutboundMessage message = ping(Ids.next(), aggregate, version, "n");
        chain = chain.compose(ignored -> alpha.sending(message));
      }
      sent.add(chain);
    }
    TestService.get(Future.all(sent));

    await().atMost(SOON).until(() -> beta.applied() >= 400);
    assertThat(
            beta.texts(
                """
                SELECT string_agg(version::text, ',' ORDER BY place) FROM applied
                GROUP BY aggregate_id
                """))
        .hasSize(40)
        .containsOnly("1,2,3,4,5,6,7,8,9,10");
  }

  @Test
  void aCommandSaidAgainHasOneEffectAndIsAnsweredAgain() {
    UUID order = Ids.next();
    UUID id = Ids.next();
    OutboundMessage command =
        new OutboundMessage(id, Pings.DO, "alpha", order, 1, order, new Pings.Ping("do it"));
    alpha.send(command);
    await().atMost(SOON).until(() -> alpha.committed.contains(TestService.answerId(id)));

    alpha.send(command);

    await()
        .atMost(SOON)
        .until(
            () ->
                alpha.count(
                        "SELECT count(*) FROM seen_again WHERE message_id = $1",
                        TestService.answerId(id))
                    == 1);
    assertThat(beta.count("SELECT count(*) FROM applied WHERE message_id = $1", id)).isEqualTo(1);
    assertThat(beta.count("SELECT count(*) FROM seen_again WHERE message_id = $1", id))
        .isEqualTo(1);
    assertThat(alpha.count("SELECT count(*) FROM outbox")).isEqualTo(1);
  }

  @Test
  void aPoisonMessageParksOnlyItsAggregate() {
    UUID sick = Ids.next();
    UUID poison = Ids.next();
    UUID after = Ids.next();
    List<OutboundMessage> messages = new ArrayList<>();
    messages.add(ping(Ids.next(), sick, 1, "fine"));
    messages.add(ping(poison, sick, 2, TestService.POISON));
    messages.add(ping(after, sick, 3, "fine"));
    List<UUID> healthy = IntStream.range(0, 30).mapToObj(n -> Ids.next()).toList();
    healthy.forEach(id -> messages.add(ping(id, Ids.next(), 1, "fine")));

    alpha.send(messages.toArray(OutboundMessage[]::new));

    await().atMost(SOON).until(() -> beta.committed.containsAll(healthy));
    await().atMost(SOON).until(() -> beta.count("SELECT count(*) FROM parked_messages") == 2);
    assertThat(beta.texts("SELECT reason FROM parked_messages ORDER BY aggregate_version"))
        .containsExactly("FAILED", "BLOCKED");
    assertThat(beta.applied()).isEqualTo(31);
  }

  @Test
  void anUnreadableMessageIsParkedAndNothingStops() throws Exception {
    UUID named = Ids.next();
    try (Connection connection = connect();
        Channel channel = connection.createChannel()) {
      channel.basicPublish(
          "jangteo.alpha.events",
          "alpha.pinged.v1.p0",
          new BasicProperties.Builder().messageId(named.toString()).type("alpha.pinged.v1").build(),
          "{".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      channel.basicPublish("jangteo.alpha.events", "alpha.pinged.v1.p0", null, new byte[] {0});

      await().atMost(SOON).until(() -> beta.count("SELECT count(*) FROM parked_messages") == 2);
    }
    assertThat(beta.texts("SELECT reason FROM parked_messages")).containsOnly("UNDECODABLE");
    assertThat(beta.count("SELECT count(*) FROM parked_messages WHERE message_id = $1", named))
        .isEqualTo(1);
    UUID id = Ids.next();
    alpha.send(ping(id, Ids.next(), 1, "hello"));
    await().atMost(SOON).until(() -> beta.committed.contains(id));
  }

  @Test
  void aMessageThatNobodyCouldHearIsHeldBackAndDeliveredOnceTheyCan() throws Exception {
    beta.stop();
    try (Connection connection = connect();
        Channel channel = connection.createChannel()) {
      for (int partition = 0; partition < Partitions.COUNT; partition++) {
        channel.queueDelete(Pings.BETA_FROM_ALPHA.queue(partition));
      }
    }
    UUID aggregate = Ids.next();
    List<UUID> ids = IntStream.range(0, 3).mapToObj(n -> Ids.next()).toList();

    alpha.send(
        IntStream.range(0, 3)
            .mapToObj(n -> ping(ids.get(n), aggregate, n + 1, "hello"))
            .toArray(OutboundMessage[]::new));

    await()
        .atMost(SOON)
        .until(
            () -> alpha.meters.counter("jangteo.outbox.unrouted", "service", "alpha").count() > 0);
    beta = startBeta();
    await().atMost(SOON).until(() -> beta.committed.containsAll(ids));
    assertThat(beta.texts("SELECT version FROM applied ORDER BY place"))
        .containsExactly("1", "2", "3");
  }

  @Test
  void aMessageNobodySubscribedToCountsAsPublished() {
    UUID aggregate = Ids.next();
    alpha.send(
        new OutboundMessage(
            Ids.next(), Pings.IGNORED, "alpha", aggregate, 1, aggregate, new Pings.Ping("?")));

    await()
        .atMost(SOON)
        .until(() -> alpha.count("SELECT count(*) FROM outbox WHERE published_at IS NULL") == 0);
  }

  @Test
  void aSecondInstanceTakesOverFromOneThatStopped() {
    TestService second = startBeta();
    TestService secondAlpha = startAlpha();
    List<UUID> ids = IntStream.range(0, 200).mapToObj(n -> Ids.next()).toList();
    List<Future<Void>> early =
        ids.subList(0, 100).stream()
            .map(id -> alpha.sending(ping(id, Ids.next(), 1, "early")))
            .toList();
    beta.stop();
    // What is not committed when its database is closed was never sent.
    TestService.get(Future.all(early));
    alpha.stop();

    ids.subList(100, 200).forEach(id -> secondAlpha.sending(ping(id, Ids.next(), 1, "late")));

    await().atMost(SOON).until(() -> second.applied() >= 200);
    assertThat(second.count("SELECT count(DISTINCT message_id) FROM applied")).isEqualTo(200);
    assertThat(second.applied()).isEqualTo(200);
    alpha = secondAlpha;
    beta = second;
  }

  @Test
  void drainPublishesWhatWaits() {
    List<Future<Void>> sent =
        IntStream.range(0, 300)
            .mapToObj(n -> alpha.sending(ping(Ids.next(), Ids.next(), 1, "last words")))
            .toList();
    TestService.get(Future.all(sent));

    TestService.get(alpha.messaging.drain(Duration.ofSeconds(10)));

    assertThat(alpha.count("SELECT count(*) FROM outbox WHERE published_at IS NULL")).isZero();
    assertThat(alpha.health.report()).doesNotContainKey("alpha.broker");
  }

  @Test
  void aStartWithoutABrokerFailsWhenItsPatienceEnds() {
    BrokerConfig nobody =
        new BrokerConfig(
            new Secret("amqp://guest:guest@127.0.0.1:1/"),
            broker.kind(),
            Duration.ofSeconds(5),
            32,
            Duration.ofMillis(100),
            Duration.ofMillis(700));

    assertThatThrownBy(
            () ->
                TestService.start(
                    vertx, "gamma", alphaDatabase, nobody, List.of(Pings.PINGED), List.of()))
        .hasCauseInstanceOf(ServiceFailure.class)
        .hasMessageContaining("broker");
  }

  @Test
  void stoppingInTheMiddleLosesNothingAndLeavesNoConsumerBehind() throws Exception {
    List<UUID> ids = IntStream.range(0, 400).mapToObj(n -> Ids.next()).toList();
    TestService.get(
        Future.all(
            ids.stream().map(id -> alpha.sending(ping(id, Ids.next(), 1, "on the way"))).toList()));
    await().atMost(SOON).until(() -> beta.applied() > 0);

    beta.stop();

    try (Connection connection = connect();
        Channel channel = connection.createChannel()) {
      for (int partition = 0; partition < Partitions.COUNT; partition++) {
        assertThat(channel.consumerCount(Pings.BETA_FROM_ALPHA.queue(partition))).isZero();
      }
    }
    beta = startBeta();
    await().atMost(SOON).until(() -> beta.applied() >= 400);
    assertThat(beta.applied()).isEqualTo(400);
    assertThat(beta.count("SELECT count(DISTINCT message_id) FROM applied")).isEqualTo(400);
  }

  private Connection connect() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(broker.uri().value());
    return factory.newConnection();
  }
}
