package io.jangteo.events;

import static io.jangteo.events.Pings.ping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jangteo.events.Retry.Outcome;
import io.jangteo.runtime.Ids;
import io.jangteo.testing.broker.TestBroker;
import io.jangteo.testing.broker.TestBroker.Kind;
import io.jangteo.testing.broker.TestBrokers;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What RabbitMQ gave up comes to where everything else waits for a person. */
class DeadLettersIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int DELIVERIES = 21;

  private final Vertx vertx = Vertx.vertx();
  private TestBroker broker;
  private BrokerHands hands;
  private TestService alpha;
  private TestService beta;

  @BeforeEach
  void start() {
    if (TestBrokers.kind() != Kind.RABBITMQ) {
      System.out.println("DeadLettersIT is LEFT OUT: it needs TEST_BROKER=rabbitmq");
    }
    assumeTrue(
        TestBrokers.kind() == Kind.RABBITMQ,
        "only RabbitMQ counts deliveries: TEST_BROKER=rabbitmq");
    broker = TestBrokers.own();
    hands = new BrokerHands(Servers.tight(broker));
    alpha = start("alpha", List.of(Pings.PINGED), List.of());
  }

  private TestService start(
      String name,
      List<io.jangteo.contracts.MessageType<?>> publishes,
      List<io.jangteo.contracts.Subscription> consumes) {
    return TestService.start(
        vertx, name, Servers.database(name), Servers.tight(broker), publishes, consumes);
  }

  @AfterEach
  void stop() {
    if (broker != null) {
      alpha.stop();
      if (beta != null) {
        beta.stop();
      }
      broker.kill();
    }
    TestService.get(vertx.close());
  }

  @Test
  void aDeadLetterIsParkedWithItsOwnerEvenThroughAnother() {
    UUID deadly = Ids.next();
    kill(ping(deadly, Ids.next(), 1, "n"));
    // Another service, which the letter is not for, is the first to find it.
    alpha.stop();
    alpha = start("alpha", List.of(Pings.PINGED), List.of(Pings.ALPHA_FROM_BETA));
    await().atMost(SOON).until(() -> hands.ready(Topology.DEAD_LETTERS) == 0);
    await().atMost(SOON).until(() -> hands.ready(Topology.deadLettersOf("beta")) == 1);

    beta = start("beta", List.of(Pings.DONE), List.of(Pings.BETA_FROM_ALPHA));

    await().atMost(SOON).until(() -> parked() == 1);
    ParkedMessage message = TestService.get(beta.messaging.parked().find(deadly)).orElseThrow();
    assertThat(message.reason()).isEqualTo("DEAD");
    assertThat(message.error()).contains(Pings.BETA_FROM_ALPHA.queue());
    await().atMost(SOON).until(() -> hands.ready(Topology.deadLettersOf("beta")) == 0);
    List<Retry> retries =
        TestService.get(
            beta.messaging
                .parked()
                .retry(deadly, new ParkedMessages.Order(Ids.next(), false, SOON)));
    assertThat(retries).extracting(Retry::outcome).containsExactly(Outcome.DONE);
    assertThat(beta.applied()).isEqualTo(1);
  }

  @Test
  void aDeadLetterOfNobodyIsCountedAndStays() {
    hands.publish(Topology.DEAD_LETTERS, "jangteo.nobody.events.0");

    beta = start("beta", List.of(Pings.DONE), List.of(Pings.BETA_FROM_ALPHA));

    await().atMost(SOON).until(() -> beta.messaging.unowned() == 1);
    assertThat(hands.ready(Topology.UNOWNED)).isEqualTo(1);
    assertThat(beta.meters.get("jangteo.dead.unowned").gauge().value()).isEqualTo(1);
    assertThat(parked()).isZero();
  }

  /** Its consumers die of it, until the broker gives it up. */
  private void kill(OutboundMessage message) {
    alpha.send(message);
    await()
        .atMost(SOON)
        .until(() -> alpha.count("SELECT count(*) FROM outbox WHERE published_at IS NULL") == 0);
    String queue =
        IntStream.range(0, Partitions.COUNT)
            .mapToObj(Pings.BETA_FROM_ALPHA::queue)
            .filter(each -> hands.ready(each) == 1)
            .findFirst()
            .orElseThrow();
    for (int i = 0; i < DELIVERIES; i++) {
      assertThat(hands.takeOneAndDie(queue)).hasValue(message.id().toString());
    }
    await().atMost(SOON).until(() -> hands.ready(Topology.DEAD_LETTERS) == 1);
  }

  private long parked() {
    return beta.count("SELECT count(*) FROM parked_messages WHERE state = 'PARKED'");
  }
}
