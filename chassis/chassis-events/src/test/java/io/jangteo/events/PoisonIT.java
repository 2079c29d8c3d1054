package io.jangteo.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.jangteo.runtime.Ids;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Messages that nobody can digest, of every kind, in the middle of a steady stream of good ones.
 */
class PoisonIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int HUGE_BYTES = 10 << 20;

  /** Long enough for a stall of a second to be more than a tenth of it. */
  private static final int STREAM = 8 * SteadyLoad.A_SECOND;

  private final Vertx vertx = Vertx.vertx();
  private BrokerConfig broker;
  private TestService alpha;
  private TestService beta;

  @BeforeEach
  void startTwoServices() {
    broker = Servers.virtualHost();
    alpha = start("alpha", true);
    beta = start("beta", false);
  }

  private TestService start(String name, boolean publishes) {
    return TestService.start(
        vertx,
        name,
        Servers.database(name),
        broker,
        publishes ? List.of(Pings.PINGED) : List.of(),
        publishes ? List.of() : List.of(Pings.BETA_FROM_ALPHA));
  }

  @AfterEach
  void stopThem() {
    alpha.stop();
    beta.stop();
    TestService.get(vertx.close());
  }

  @Test
  void eachIsSetAsideAtOnceAndTheOthersFlowAsIfItWereNotThere() {
    SteadyLoad load = SteadyLoad.on(vertx, alpha);
    await().atMost(SOON).until(() -> beta.applied() > 100);
    long sentBefore = sent();
    long appliedBefore = beta.applied();

    publishPoisonOfEveryKind();
    await().atMost(SOON).until(() -> sent() >= sentBefore + STREAM);

    long flowed = beta.applied() - appliedBefore;
    long sent = sent() - sentBefore;
    load.stop();
    System.out.printf(Locale.ROOT, "poison: %d of %d others flowed meanwhile%n", flowed, sent);
    assertThat(flowed).isGreaterThanOrEqualTo(sent * 9 / 10);
    assertParkedAndNothingElse();
    await().atMost(SOON).until(() -> load.isIdle() && beta.applied() == sent() - 1);
  }

  private void assertParkedAndNothingElse() {
    assertThat(beta.texts("SELECT reason || ' ' || count(*) FROM parked_messages GROUP BY reason"))
        .containsExactlyInAnyOrder("UNDECODABLE 5", "FAILED 1");
    assertThat(beta.count("SELECT max(length(payload))::bigint FROM parked_messages"))
        .as("kept whole")
        .isEqualTo(HUGE_BYTES);
    assertThat(beta.health.isReady()).isTrue();
  }

  private void publishPoisonOfEveryKind() {
    BrokerHands hands = new BrokerHands(broker);
    publish(hands, Map.of(), "{");
    publish(hands, Map.of("type", "alpha.unknown.v1"), "{\"text\":\"hello\"}");
    publish(hands, Map.of("type", "alpha.pinged.v2"), "{\"words\":[\"hello\"]}");
    publish(hands, Map.of("cloudEvents_specversion", "2.0"), "{\"text\":\"hello\"}");
    publish(hands, Map.of(), "x".repeat(HUGE_BYTES));
    alpha.send(Pings.ping(Ids.next(), Ids.next(), 1, TestService.POISON));
  }

  /**
   * @param changed the type, or headers, that are not as they should be
   */
  private static void publish(BrokerHands hands, Map<String, String> changed, String body) {
    UUID aggregate = Ids.next();
    OutboxRow row =
        new OutboxRow(
            1,
            1,
            Ids.next(),
            "jangteo.alpha.events",
            Pings.PINGED.name(),
            "alpha",
            aggregate,
            1,
            aggregate,
            Partitions.shardOf(aggregate),
            body,
            OffsetDateTime.now(ZoneOffset.UTC),
            0);
    BasicProperties good = Envelope.encode(row, "alpha");
    Map<String, Object> headers = new HashMap<>(good.getHeaders());
    headers.putAll(changed);
    hands.publish(
        row,
        good.builder().headers(headers).type(changed.getOrDefault("type", good.getType())).build());
  }

  private long sent() {
    return alpha.count("SELECT count(*) FROM outbox");
  }
}
