package io.jangteo.events;

import static io.jangteo.events.Pings.ping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.jangteo.contracts.Subscription;
import io.jangteo.events.ParkedMessages.Order;
import io.jangteo.events.Retry.Outcome;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What operators do about messages that were put aside. */
class ParkedMessagesIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final UUID OPERATOR = Ids.next();
  private static final Order GO = new Order(OPERATOR, false, SOON);
  private static final Order REHEARSE = new Order(OPERATOR, true, SOON);

  private final UUID aggregate = Ids.next();
  private final UUID poison = Ids.next();
  private final UUID behind = Ids.next();
  private final Vertx vertx = Vertx.vertx();
  private BrokerConfig broker;
  private DatabaseConfig betaDatabase;
  private TestService alpha;
  private TestService beta;

  @BeforeEach
  void startTwoServices() {
    broker = Servers.virtualHost();
    betaDatabase = Servers.database("beta");
    beta = startBeta(Pings.BETA_FROM_ALPHA);
    alpha =
        TestService.start(
            vertx, "alpha", Servers.database("alpha"), broker, List.of(Pings.PINGED), List.of());
  }

  private TestService startBeta(Subscription subscription) {
    return TestService.start(
        vertx, "beta", betaDatabase, broker, List.of(Pings.DONE), List.of(subscription));
  }

  @AfterEach
  void stopThem() {
    alpha.stop();
    beta.stop();
    TestService.get(vertx.close());
  }

  @Test
  void aPoisonMessageThatWasCuredIsHandledAndItsAggregateGoesOn() {
    parkTwo();
    beta.cured = true;

    List<Retry> retries = retry(poison, GO);

    assertThat(retries).extracting(Retry::id).containsExactly(poison, behind);
    assertThat(retries).extracting(Retry::outcome).containsOnly(Outcome.DONE);
    UUID next = Ids.next();
    alpha.send(ping(next, aggregate, 3, "fine"));
    await().atMost(SOON).until(() -> beta.committed.contains(next));
    assertThat(versions()).containsExactly("1", "2", "3");
    assertThat(parked()).isZero();
    assertThat(beta.committed).contains(poison, behind);
  }

  @Test
  void oneThatFailsAgainStaysWithItsNewErrorAndHoldsBackItsAggregate() {
    parkTwo();
    int before = message(poison).attempts();

    List<Retry> retries = retry(poison, GO);

    assertThat(retries).extracting(Retry::outcome).containsExactly(Outcome.FAILED);
    assertThat(retries.get(0).detail()).contains("cannot digest this");
    assertThat(message(poison).attempts()).isEqualTo(before + 1);
    assertThat(message(poison).triedAt()).isNotNull();
    assertThat(message(behind).isParked()).isTrue();
    assertThat(beta.applied()).isZero();
  }

  @Test
  void theOrderOfAnAggregateIsKeptWhateverIsAskedFor() {
    parkTwo();
    beta.cured = true;

    List<Retry> retries = retry(behind, GO);

    assertThat(retries).extracting(Retry::outcome).containsExactly(Outcome.BLOCKED);
    assertThat(retries.get(0).detail()).contains(poison.toString());
    assertThat(beta.applied()).isZero();
  }

  @Test
  void aRetryRepeatedChangesNothing() {
    parkTwo();
    beta.cured = true;
    retry(poison, GO);

    List<Retry> again = retry(poison, GO);
    List<Retry> all = TestService.get(beta.messaging.parked().retry(ParkedFilter.ALL, 10, GO));
    alpha.send(ping(poison, aggregate, 1, TestService.POISON));

    assertThat(again).extracting(Retry::outcome).containsExactly(Outcome.RESOLVED);
    assertThat(all).isEmpty();
    await()
        .atMost(SOON)
        .until(
            () -> beta.count("SELECT count(*) FROM seen_again WHERE message_id = $1", poison) == 1);
    assertThat(versions()).containsExactly("1", "2");
  }

  @Test
  void aRehearsalSaysWhatWouldComeOfItAndLeavesEverything() {
    parkTwo();
    assertThat(retry(poison, REHEARSE)).extracting(Retry::outcome).containsExactly(Outcome.FAILED);
    beta.cured = true;

    List<Retry> retries =
        TestService.get(beta.messaging.parked().retry(ParkedFilter.ALL, 10, REHEARSE));

    assertThat(retries).extracting(Retry::outcome).containsExactly(Outcome.DONE, Outcome.BLOCKED);
    assertThat(beta.applied()).isZero();
    assertThat(parked()).isEqualTo(2);
    assertThat(message(poison).triedAt()).isNull();
    assertThat(beta.committed).isEmpty();
  }

  @Test
  void aSkippedMessageIsNeverHandledAndSaysByWhomAndWhy() {
    parkTwo();

    boolean skipped =
        TestService.get(beta.messaging.parked().skip(poison, OPERATOR, "sent in error"));
    boolean again = TestService.get(beta.messaging.parked().skip(poison, Ids.next(), "once more"));

    assertThat(skipped).isTrue();
    assertThat(again).isFalse();
    ParkedMessage.Resolution resolution = message(poison).resolution();
    assertThat(resolution.kind()).isEqualTo("SKIPPED");
    assertThat(resolution.by()).isEqualTo(OPERATOR);
    assertThat(resolution.note()).isEqualTo("sent in error");
    assertThat(resolution.at()).isNotNull();
    alpha.send(ping(poison, aggregate, 1, "fine"));
    assertThat(retry(behind, GO)).extracting(Retry::outcome).containsExactly(Outcome.DONE);
    await()
        .atMost(SOON)
        .until(
            () -> beta.count("SELECT count(*) FROM seen_again WHERE message_id = $1", poison) == 1);
    assertThat(versions()).containsExactly("2");
  }

  @Test
  void whatComesInWhileTheLastIsHandledAgainIsNeitherLostNorLeftBehind() {
    parkTwo();
    beta.cured = true;
    TestService.get(beta.messaging.parked().skip(behind, OPERATOR, "not needed"));
    Promise<Void> gate = Promise.promise();
    beta.gate = gate.future();
    Future<List<Retry>> retrying = beta.messaging.parked().retry(poison, GO);
    UUID late = Ids.next();
    UUID other = Ids.next();

    alpha.send(ping(late, aggregate, 3, "fine"));
    await()
        .atMost(SOON)
        .until(() -> beta.count("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0);
    gate.complete();

    assertThat(TestService.get(retrying)).extracting(Retry::outcome).containsOnly(Outcome.DONE);
    await().atMost(SOON).until(() -> beta.committed.contains(late));
    assertThat(versions()).containsExactly("1", "3");
    assertThat(parked()).isZero();
    alpha.send(ping(other, Ids.next(), 1, "fine"));
    await().atMost(SOON).until(() -> beta.committed.contains(other));
  }

  @Test
  void aTypeThatALaterVersionKnowsIsHandledByIt() throws Exception {
    UUID strange = publishOf("alpha.ignored.v1");
    await().atMost(SOON).until(() -> parked() == 1);
    assertThat(retry(strange, GO)).extracting(Retry::outcome).containsExactly(Outcome.UNREADABLE);
    beta.stop();
    beta = startBeta(new Subscription("beta", List.of(Pings.PINGED, Pings.IGNORED)));

    assertThat(retry(strange, GO)).extracting(Retry::outcome).containsExactly(Outcome.DONE);

    assertThat(versions()).containsExactly("1");
    assertThat(beta.count("SELECT count(*) FROM inbox WHERE message_id = $1", strange))
        .isEqualTo(1);
  }

  @Test
  void manyAreHandledNoFasterThanAllowed() {
    BrokerConfig slow =
        new BrokerConfig(
            broker.uri(),
            broker.kind(),
            broker.confirmTimeout(),
            broker.prefetch(),
            broker.reconnectPause(),
            broker.startTimeout(),
            10,
            broker.handlerTimeout(),
            BacklogCap.STANDARD,
            Retention.STANDARD);
    beta.stop();
    broker = slow;
    beta = startBeta(Pings.BETA_FROM_ALPHA);
    List<OutboundMessage> messages = new ArrayList<>();
    IntStream.range(0, 11)
        .forEach(n -> messages.add(ping(Ids.next(), Ids.next(), 1, TestService.POISON)));
    alpha.send(messages.toArray(OutboundMessage[]::new));
    await().atMost(Duration.ofSeconds(60)).until(() -> parked() == 11);
    beta.cured = true;
    long began = System.nanoTime();

    List<Retry> some =
        TestService.get(
            beta.messaging
                .parked()
                .retry(ParkedFilter.ALL, 100, new Order(OPERATOR, false, Duration.ofMillis(250))));
    List<Retry> rest = TestService.get(beta.messaging.parked().retry(ParkedFilter.ALL, 100, GO));

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(1));
    assertThat(some).hasSizeBetween(1, 5);
    assertThat(some.size() + rest.size()).isEqualTo(11);
    assertThat(beta.applied()).isEqualTo(11);
  }

  @ParameterizedTest
  @EnumSource(RetryInOtherJvm.Moment.class)
  void aProcessKilledInTheMiddleLeavesItParkedOrDone(RetryInOtherJvm.Moment moment)
      throws Exception {
    parkTwo();
    beta.stop();

    Process doomed = RetryInOtherJvm.launch(betaDatabase, broker, poison, moment);

    assertThat(doomed.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(doomed.exitValue()).as("killed").isEqualTo(137);
    beta = startBeta(Pings.BETA_FROM_ALPHA);
    boolean done = moment == RetryInOtherJvm.Moment.COMMITTED;
    assertThat(beta.applied()).isEqualTo(done ? 1 : 0);
    assertThat(message(poison).isParked()).isEqualTo(!done);
    assertThat(message(behind).isParked()).isTrue();
    beta.cured = true;
    TestService.get(beta.messaging.parked().retry(ParkedFilter.ALL, 10, GO));
    assertThat(versions()).containsExactly("1", "2");
  }

  @Test
  void howManyWaitAndForHowLongCanBeSeen() {
    parkTwo();

    await().atMost(SOON).until(() -> gauge("jangteo.parked.messages") == 2);
    await().atMost(SOON).until(() -> gauge("jangteo.parked.oldest.seconds") >= 1);
    beta.cured = true;
    retry(poison, GO);

    await().atMost(SOON).until(() -> gauge("jangteo.parked.messages") == 0);
    assertThat(gauge("jangteo.parked.oldest.seconds")).isZero();
  }

  @Test
  void thereIsNothingToDoAboutAMessageThatWasNeverParked() {
    assertThatThrownBy(() -> retry(Ids.next(), GO))
        .hasCauseInstanceOf(ServiceFailure.class)
        .hasMessageContaining("no such parked message");
  }

  private void parkTwo() {
    alpha.send(ping(poison, aggregate, 1, TestService.POISON), ping(behind, aggregate, 2, "fine"));
    await().atMost(Duration.ofSeconds(60)).until(() -> parked() == 2);
  }

  /** By hand, as a newer publisher might do. */
  private UUID publishOf(String type) throws Exception {
    UUID id = Ids.next();
    OutboxRow row =
        new OutboxRow(
            1,
            1,
            id,
            "jangteo.alpha.events",
            type,
            "alpha",
            aggregate,
            1,
            aggregate,
            0,
            "{\"text\":\"new\"}",
            java.time.OffsetDateTime.now(java.time.ZoneOffset.UTC),
            0);
    BasicProperties properties = Envelope.encode(row, "alpha");
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(broker.uri().value());
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      channel.basicPublish(
          "jangteo.alpha.events",
          "alpha.pinged.v1.p0",
          properties,
          row.payload().getBytes(StandardCharsets.UTF_8));
    }
    return id;
  }

  private List<Retry> retry(UUID id, Order order) {
    return TestService.get(beta.messaging.parked().retry(id, order));
  }

  private ParkedMessage message(UUID id) {
    return TestService.get(beta.messaging.parked().find(id)).orElseThrow();
  }

  private long parked() {
    return beta.count("SELECT count(*) FROM parked_messages WHERE state = 'PARKED'");
  }

  private List<String> versions() {
    return beta.texts("SELECT version FROM applied ORDER BY place");
  }

  private double gauge(String name) {
    return beta.meters.get(name).tag("service", "beta").gauge().value();
  }
}
