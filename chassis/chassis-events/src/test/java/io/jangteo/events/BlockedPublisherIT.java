package io.jangteo.events;

import static io.jangteo.events.Pings.ping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jangteo.runtime.Ids;
import io.jangteo.testing.broker.RabbitServer;
import io.jangteo.testing.broker.TestBroker.Kind;
import io.jangteo.testing.broker.TestBrokers;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RabbitMQ runs out of memory or disk, or says so, and reads from no publisher any more. */
class BlockedPublisherIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String UNPUBLISHED =
      "SELECT count(*) FROM outbox WHERE published_at IS NULL";

  private static RabbitServer broker;
  private final Vertx vertx = Vertx.vertx();
  private TestService alpha;
  private TestService beta;

  @BeforeAll
  static void startBroker() {
    if (TestBrokers.kind() == Kind.RABBITMQ) {
      broker = (RabbitServer) TestBrokers.own();
    } else {
      System.out.println("BlockedPublisherIT is LEFT OUT: it needs TEST_BROKER=rabbitmq");
    }
  }

  @AfterAll
  static void stopBroker() {
    if (broker != null) {
      broker.kill();
    }
  }

  @BeforeEach
  void startTwoServices() {
    assumeTrue(broker != null, "only RabbitMQ blocks publishers: TEST_BROKER=rabbitmq");
    alpha = start("alpha", true);
    beta = start("beta", false);
    send(1);
    await().atMost(SOON).until(() -> beta.applied() == 1);
  }

  /** What the broker runs out of. */
  private enum Shortage {
    MEMORY,
    DISK
  }

  private void block(Shortage shortage) {
    if (shortage == Shortage.MEMORY) {
      broker.raiseMemoryAlarm();
    } else {
      broker.raiseDiskAlarm();
    }
    // RabbitMQ blocks a connection, and tells it, when it publishes.
    send(1);
    await().atMost(SOON).until(this::isBlocked);
  }

  private TestService start(String name, boolean publishes) {
    return TestService.start(
        vertx,
        name,
        Servers.database(name),
        Servers.tight(broker),
        publishes ? List.of(Pings.PINGED) : List.of(),
        publishes ? List.of() : List.of(Pings.BETA_FROM_ALPHA));
  }

  @AfterEach
  void stopThem() {
    if (broker == null) {
      return;
    }
    List.of(Shortage.values()).forEach(BlockedPublisherIT::clear);
    alpha.stop();
    beta.stop();
    new BrokerHands(Servers.tight(broker)).deleteQueues(Pings.BETA_FROM_ALPHA);
    TestService.get(vertx.close());
  }

  private static void clear(Shortage shortage) {
    if (shortage == Shortage.MEMORY) {
      broker.clearMemoryAlarm();
    } else {
      broker.clearDiskAlarm();
    }
  }

  @ParameterizedTest
  @EnumSource
  void waitsWithoutCountingAttemptsAndGoesOnAtOnceWhenItClears(Shortage shortage) {
    block(shortage);
    send(300);
    Duration longerThanAnyConfirmMayTake = Duration.ofSeconds(4);
    await()
        .during(longerThanAnyConfirmMayTake)
        .atMost(SOON)
        .until(
            () ->
                isBlocked()
                    && alpha.health.isReady()
                    && alpha.count(UNPUBLISHED) >= 300
                    && alpha.meters.get("jangteo.outbox.unconfirmed").gauge().value() <= 1);
    assertThat(alpha.count("SELECT max(attempts)::bigint FROM outbox")).isZero();
    assertThat(threadsInAWrite()).isEmpty();

    clear(shortage);

    await().atMost(Duration.ofSeconds(2)).until(() -> alpha.count(UNPUBLISHED) < 300);
    await().atMost(SOON).until(() -> beta.applied() == 302);
    assertThat(isBlocked()).isFalse();
    assertThat(beta.count("SELECT count(*) FROM seen_again"))
        .as("the session was kept, so nothing was said twice")
        .isZero();
  }

  @Test
  void isStoppedInTimeAllTheSame() {
    block(Shortage.MEMORY);
    send(10);
    long begun = System.nanoTime();

    TestService.get(alpha.messaging.drain(Duration.ofSeconds(1)));

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
    assertThat(threadsInAWrite()).isEmpty();
    assertThat(alpha.count(UNPUBLISHED)).isGreaterThanOrEqualTo(10);
  }

  private static List<String> threadsInAWrite() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> entry.getKey().getName().startsWith("broker "))
        .filter(
            entry ->
                Arrays.stream(entry.getValue())
                    .anyMatch(frame -> frame.getMethodName().equals("basicPublish")))
        .map(entry -> entry.getKey().getName())
        .toList();
  }

  private boolean isBlocked() {
    return alpha.meters.get("jangteo.outbox.blocked").gauge().value() == 1;
  }

  private void send(int count) {
    alpha.send(
        IntStream.range(0, count)
            .mapToObj(n -> ping(Ids.next(), Ids.next(), 1, "n"))
            .toArray(OutboundMessage[]::new));
  }
}
