package io.jangteo.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.testing.broker.TestBroker;
import io.jangteo.testing.broker.TestBrokers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Delivery tags begin at 1 again with each session and each channel. */
class ConsumingSessionIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String OLD = "old";
  private static final String NEW = "new";

  private static TestBroker broker;
  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private WorkerExecutor thread;
  private BrokerHands hands;

  @BeforeAll
  static void startBroker() {
    broker = TestBrokers.own();
  }

  @AfterAll
  static void stopBroker() {
    broker.kill();
  }

  @BeforeEach
  void fillTwoQueues() {
    thread = vertx.createSharedWorkerExecutor("broker session", 2);
    hands = new BrokerHands(Servers.tight(broker));
    hands.declareWithMessages(OLD, 3);
    hands.declareWithMessages(NEW, 3);
  }

  @AfterEach
  void deleteThem() {
    hands.deleteQueue(OLD);
    hands.deleteQueue(NEW);
    TestService.get(vertx.close());
  }

  @Test
  void anAcknowledgementOfAnEarlierSessionAcknowledgesNothing() {
    AmqpConsumingSession earlier = open();
    long tag = consumeThree(earlier, OLD);

    broker.kill();
    broker.start();
    await().atMost(SOON).until(() -> !earlier.isAlive());
    AmqpConsumingSession later = open();
    assertThat(consumeThree(later, NEW)).isEqualTo(tag);

    assertThat(settled(() -> earlier.acknowledge(tag)).failed()).isTrue();
    TestService.get(inContext(later::close));
    assertAllAreStillThere();
  }

  @Test
  void afterAChannelErrorNothingMoreIsAcknowledged() {
    AmqpConsumingSession session = open();
    long tag = consumeThree(session, OLD);

    assertThat(settled(() -> session.consume("no.such.queue", mailboxInto(List.of()))).failed())
        .isTrue();
    assertThat(settled(() -> session.acknowledge(tag)).failed()).isTrue();

    assertThat(session.isAlive()).isFalse();
    assertAllAreStillThere();
  }

  @Test
  void aSessionThatConsumesAllItsQueuesMissesNoConsumer() {
    BrokerConfig config = Servers.tight(broker);
    Topology topology = Topology.ofConsumer(config.kind(), Pings.BETA_FROM_ALPHA);
    AmqpConsumingSession session = open();
    TestService.get(inContext(() -> session.declare(topology)));
    for (Topology.Queue queue : topology.partitions()) {
      TestService.get(inContext(() -> session.consume(queue.name(), mailboxInto(List.of()))));
    }

    await()
        .atMost(SOON)
        .until(() -> TestService.get(inContext(() -> session.unheard(topology))).isEmpty());

    TestService.get(inContext(session::close));
    hands.deleteQueues(Pings.BETA_FROM_ALPHA);
  }

  private void assertAllAreStillThere() {
    await().atMost(SOON).until(() -> hands.ready(OLD) == 3 && hands.ready(NEW) == 3);
  }

  private AmqpConsumingSession open() {
    return TestService.get(
        inContext(() -> AmqpConsumingSession.open(vertx, Servers.tight(broker), thread, "test")));
  }

  /** Returns the tag of the last of them. */
  private long consumeThree(AmqpConsumingSession session, String queue) {
    List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    TestService.get(inContext(() -> session.prefetch(10)));
    TestService.get(inContext(() -> session.consume(queue, mailboxInto(deliveries))));
    await().atMost(SOON).until(() -> deliveries.size() == 3);
    return deliveries.get(2).tag();
  }

  private Mailbox<Delivery> mailboxInto(List<Delivery> deliveries) {
    return new Mailbox<>(context, deliveries::addAll);
  }

  private <T> Future<T> inContext(Supplier<Future<T>> work) {
    return Future.future(
        promise -> context.runOnContext(ignored -> work.get().onComplete(promise)));
  }

  /** The future once it is complete, whatever it came to. */
  private <T> Future<T> settled(Supplier<Future<T>> work) {
    Future<T> future = inContext(work);
    await().atMost(SOON).until(future::isComplete);
    return future;
  }
}
