package io.jangteo.events;

import static io.jangteo.events.Pings.ping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.events.OutboxReplay.Said;
import io.jangteo.events.OutboxReplay.Span;
import io.jangteo.runtime.Ids;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was said is said again, and nothing happens twice. */
class OutboxReplayIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Span ALL = new Span(Instant.EPOCH, null, null, null);

  private final Vertx vertx = Vertx.vertx();
  private final UUID aggregate = Ids.next();
  private TestService alpha;
  private TestService beta;

  @BeforeEach
  void start() {
    BrokerConfig broker = Servers.virtualHost();
    beta =
        TestService.start(
            vertx,
            "beta",
            Servers.database("beta"),
            broker,
            List.of(Pings.DONE),
            List.of(Pings.BETA_FROM_ALPHA));
    alpha =
        TestService.start(
            vertx,
            "alpha",
            Servers.database("alpha"),
            broker,
            List.of(Pings.PINGED, Pings.IGNORED),
            List.of());
  }

  @AfterEach
  void stop() {
    alpha.stop();
    beta.stop();
    TestService.get(vertx.close());
  }

  @Test
  void everythingSaidAgainTwiceLeavesTheSameState() {
    sendFive();
    List<String> before = state();

    for (int times = 1; times <= 2; times++) {
      Said said = repeat(ALL, 0, 100);
      assertThat(said).isEqualTo(new Said(5, null));
      int expected = 5 * times;
      await().atMost(SOON).until(() -> beta.count("SELECT count(*) FROM seen_again") == expected);
    }

    assertThat(state()).isEqualTo(before);
    awaitPublished();
  }

  @Test
  void whatAConsumerHasLostItGetsAndTheRestItKnows() {
    sendFive();
    beta.count(
        """
        WITH gone AS (DELETE FROM inbox WHERE message_id IN
                        (SELECT message_id FROM applied WHERE version > 3) RETURNING 1),
             undone AS (DELETE FROM applied WHERE version > 3 RETURNING 1)
        SELECT count(*) FROM gone, undone
        """);

    repeat(new Span(null, null, aggregate, null), 0, 100);

    await().atMost(SOON).until(() -> beta.applied() == 5);
    assertThat(beta.texts("SELECT version FROM applied ORDER BY place"))
        .containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void onlyWhatIsMeantIsSaidAgainAndTheRestOfItWhenAskedFor() {
    sendFive();
    UUID other = Ids.next();
    alpha.send(ping(other, Ids.next(), 1, "other"));
    await().atMost(SOON).until(() -> beta.committed.contains(other));
    awaitPublished();
    Span span = new Span(null, null, aggregate, Pings.PINGED.name());

    Said first = repeat(span, 0, 3);
    Said rest = repeat(span, first.next(), 100);

    assertThat(first.messages()).isEqualTo(3);
    assertThat(rest).isEqualTo(new Said(2, null));
    await().atMost(SOON).until(() -> beta.count("SELECT count(*) FROM seen_again") == 5);
    awaitPublished();
    assertThat(alpha.count("SELECT round FROM outbox WHERE event_id = $1", other)).isEqualTo(1);
    assertThat(repeat(new Span(null, Instant.EPOCH, null, null), 0, 100).messages()).isZero();
  }

  @Test
  void countingSaysHowManyAndHowFarBackAndPublishesNone() {
    sendFive();

    OutboxReplay.Found found = TestService.get(alpha.messaging.replay().count(ALL));

    assertThat(found.types()).containsExactly(new OutboxReplay.Count(Pings.PINGED.name(), 5));
    assertThat(found.oldest()).isBefore(Instant.now().plusSeconds(60));
    assertThat(alpha.count("SELECT max(round) FROM outbox")).isEqualTo(1);
  }

  private void sendFive() {
    alpha.send(
        IntStream.rangeClosed(1, 5)
            .mapToObj(version -> ping(Ids.next(), aggregate, version, "n"))
            .toArray(OutboundMessage[]::new));
    await().atMost(SOON).until(() -> beta.applied() == 5);
    awaitPublished();
  }

  private void awaitPublished() {
    await()
        .atMost(SOON)
        .until(() -> alpha.count("SELECT count(*) FROM outbox WHERE published_at IS NULL") == 0);
  }

  private Said repeat(Span span, long after, int most) {
    return TestService.get(alpha.messaging.replay().repeat(span, after, most, SOON));
  }

  private List<String> state() {
    return beta.texts(
        "SELECT message_id || ' ' || version FROM applied UNION ALL"
            + " SELECT consumer || message_id FROM inbox ORDER BY 1");
  }
}
