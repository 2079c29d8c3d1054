package io.jangteo.events;

import static io.jangteo.events.Pings.ping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jangteo.runtime.Ids;
import io.jangteo.testing.broker.TestBroker;
import io.jangteo.testing.broker.TestBroker.Kind;
import io.jangteo.testing.broker.TestBrokers;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message of which every consumer dies. */
class DeadLetterIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** The queue's delivery limit, and the first delivery. */
  private static final int DELIVERIES = 21;

  private final Vertx vertx = Vertx.vertx();
  private TestBroker broker;
  private BrokerHands hands;
  private TestService alpha;

  @BeforeEach
  void start() {
    if (TestBrokers.kind() != Kind.RABBITMQ) {
      System.out.println("DeadLetterIT is LEFT OUT: it needs TEST_BROKER=rabbitmq");
    }
    assumeTrue(
        TestBrokers.kind() == Kind.RABBITMQ,
        "only RabbitMQ counts deliveries: TEST_BROKER=rabbitmq");
    broker = TestBrokers.own();
    hands = new BrokerHands(Servers.tight(broker));
    alpha =
        TestService.start(
            vertx,
            "alpha",
            Servers.database("alpha"),
            Servers.tight(broker),
            List.of(Pings.PINGED),
            List.of());
  }

  @AfterEach
  void stop() {
    if (broker != null) {
      alpha.stop();
      broker.kill();
    }
    TestService.get(vertx.close());
  }

  @Test
  void isSetAsideAfterTheDeliveryLimitAndWhatCameBehindItGoesOn() {
    UUID aggregate = Ids.next();
    UUID deadly = Ids.next();
    UUID harmless = Ids.next();
    alpha.send(ping(deadly, aggregate, 1, "n"), ping(harmless, aggregate, 2, "n"));
    String queue =
        IntStream.range(0, Partitions.COUNT)
            .mapToObj(Pings.BETA_FROM_ALPHA::queue)
            .filter(this::awaitTwoIn)
            .findFirst()
            .orElseThrow();

    for (int i = 0; i < DELIVERIES; i++) {
      assertThat(hands.takeOneAndDie(queue)).as("delivery %s", i + 1).hasValue(deadly.toString());
    }

    assertThat(hands.takeOneAndDie(queue)).isEqualTo(Optional.of(harmless.toString()));
    await().atMost(SOON).until(() -> hands.ready(Topology.DEAD_LETTERS) == 1);
    assertThat(hands.takeOneAndDie(Topology.DEAD_LETTERS)).hasValue(deadly.toString());
  }

  private boolean awaitTwoIn(String queue) {
    await()
        .atMost(SOON)
        .until(() -> alpha.count("SELECT count(*) FROM outbox WHERE published_at IS NULL") == 0);
    return hands.ready(queue) == 2;
  }
}
