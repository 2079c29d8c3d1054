package io.jangteo.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.events.BacklogCap;
import io.jangteo.events.BrokerConfig;
import io.jangteo.order.application.SagaConfig;
import io.jangteo.testing.TestServers;
import io.jangteo.testing.broker.TestBroker;
import io.jangteo.testing.broker.TestBrokers;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The broker dies, or says nothing, for longer than what waits for it may grow. */
class FullBacklogIT {
  private static final String UNPUBLISHED =
      "SELECT count(*) FROM outbox WHERE published_at IS NULL";
  private static final Duration DRAINED = Duration.ofSeconds(60);

  private static TestBroker broker;

  @BeforeAll
  static void startBroker() {
    broker = TestBrokers.own();
  }

  @AfterAll
  static void stopBroker() {
    broker.kill();
  }

  private enum Fault {
    KILLED,
    SILENT
  }

  @ParameterizedTest
  @CsvSource({"KILLED, 60, 600", "SILENT, 60, 600", "KILLED, 100000, 2"})
  void ordersAreTakenUpToTheCapRefusedBeyondItAndTakenAgainWhenTheBrokerIsBack(
      Fault fault, int rows, int seconds) {
    BacklogCap cap = new BacklogCap(rows, Duration.ofSeconds(seconds));
    try (OrderWorld world = new OrderWorld(capped(cap), outlasting())) {
      UUID before = world.placed();
      assertThat(world.historyAtEnd(before)).endsWith("OrderCompleted");
      broker.settle();

      begin(fault);
      Attempts attempts = new Attempts(world);
      attempts.untilRefused();

      assertThat(world.count(UNPUBLISHED)).isGreaterThan(seconds == 600 ? rows : 0);
      attempts.assertRefusalIsPoliteAndLeavesNothing();
      attempts.assertWhatWasAcceptedIsStillAnswered();
      end(fault);
      attempts.assertTakenAgainAndAllCompletedOnce();
    }
  }

  private static BrokerConfig capped(BacklogCap cap) {
    BrokerConfig usual = TestServers.brokerConfig(broker);
    return new BrokerConfig(
        usual.uri(),
        usual.kind(),
        Duration.ofSeconds(2),
        usual.prefetch(),
        usual.reconnectPause(),
        usual.startTimeout(),
        usual.replayRate(),
        usual.handlerTimeout(),
        cap,
        usual.retention());
  }

  /** Nothing of it ends while the broker is away, or it would be undone instead of completed. */
  private static SagaConfig outlasting() {
    return new SagaConfig(
        Duration.ofSeconds(1),
        Duration.ofMinutes(3),
        Duration.ofMinutes(3),
        Duration.ofMinutes(3),
        Duration.ofMinutes(5),
        Duration.ofSeconds(2),
        10,
        Duration.ofMillis(50));
  }

  private static void begin(Fault fault) {
    if (fault == Fault.KILLED) {
      broker.kill();
    } else {
      broker.freeze();
    }
  }

  private static void end(Fault fault) {
    if (fault == Fault.KILLED) {
      broker.start();
    } else {
      broker.thaw();
    }
  }

  /** One customer who orders as fast as there are answers. */
  private static final class Attempts {
    private final OrderWorld world;
    private final JsonObject body = OrderWorld.body(OrderWorld.line("85123A", 1));
    private final List<UUID> accepted = new ArrayList<>();
    private String lastAcceptedKey;
    private String refusedKey;
    private BusReply refusal;

    Attempts(OrderWorld world) {
      this.world = world;
    }

    void untilRefused() {
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> place(UUID.randomUUID().toString()) == 503);
    }

    private int place(String key) {
      BusReply reply = world.place(OrderWorld.ANN, body, key);
      if (reply.status() == 202) {
        accepted.add(UUID.fromString(reply.body().toJsonObject().getString("id")));
        lastAcceptedKey = key;
      } else {
        refusal = reply;
        refusedKey = key;
      }
      return reply.status();
    }

    void assertRefusalIsPoliteAndLeavesNothing() {
      assertThat(refusal.status()).as(refusal.body().toString()).isEqualTo(503);
      assertThat(refusal.headers().get(BusHeaders.RETRY_AFTER)).isEqualTo("2");
      assertThat(refusal.headers().contains(BusHeaders.REFUSED)).as("busy, not broken").isTrue();
      assertThat(refusal.body().toJsonObject().getString("code")).isEqualTo("unavailable");
      assertThat(accepted).isNotEmpty();
      assertThat(world.count("SELECT count(*) FROM orders")).isEqualTo(accepted.size() + 1L);
      assertThat(world.tokens).hasSize(accepted.size() + 1);
    }

    void assertWhatWasAcceptedIsStillAnswered() {
      UUID last = accepted.get(accepted.size() - 1);
      BusReply again = world.place(OrderWorld.ANN, body, lastAcceptedKey);
      assertThat(again.status()).isEqualTo(202);
      assertThat(again.body().toJsonObject().getString("id")).isEqualTo(last.toString());
      assertThat(world.order(last).getString("status")).isEqualTo("PENDING");
    }

    void assertTakenAgainAndAllCompletedOnce() {
      int takenMeanwhile = accepted.size();
      long back = System.nanoTime();
      await().atMost(DRAINED).until(() -> place(refusedKey) == 202);
      double takenAfter = secondsSince(back);
      await().atMost(DRAINED).until(() -> world.count(UNPUBLISHED) == 0);
      System.out.printf(
          Locale.ROOT,
          "backlog: %d orders taken, one more %.1f s after the broker was back, drained in %.1f s%n",
          takenMeanwhile,
          takenAfter,
          secondsSince(back));
      for (UUID order : accepted) {
        assertThat(world.historyAtEnd(order)).hasSize(7).endsWith("OrderCompleted");
        assertThat(world.participants.commands(order)).as("distinct commands").isEqualTo(5);
      }
      assertThat(world.count("SELECT count(*) FROM orders")).isEqualTo(accepted.size() + 1L);
      world.checkInvariants();
    }

    private static double secondsSince(long nanos) {
      return (System.nanoTime() - nanos) / 1e9;
    }
  }
}
