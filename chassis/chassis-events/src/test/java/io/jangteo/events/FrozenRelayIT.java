package io.jangteo.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.persistence.Database;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.testing.broker.TestBroker;
import io.jangteo.testing.broker.TestBrokers;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two processes of a service that share its outbox; one stands still between publishing and the
 * broker's word, and goes on when the other has long taken its place.
 */
class FrozenRelayIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String UNPUBLISHED =
      "SELECT count(*) FROM outbox WHERE published_at IS NULL";
  private static final String OUT_OF_ORDER =
      """
      SELECT count(*)
      FROM (SELECT version, row_number() OVER (PARTITION BY aggregate_id ORDER BY place) AS turn
            FROM applied) AS applied
      WHERE version <> turn
      """;

  private final Vertx vertx = Vertx.vertx();
  private final DatabaseConfig outbox = Servers.database("alpha");
  private final TestBroker broker = TestBrokers.own();
  private Database outside;
  private Process other;
  private TestService here;
  private TestService beta;

  @BeforeEach
  void startOneInAnotherProcessAndOneHere() throws IOException {
    beta = start("beta", Servers.database("beta"), false);
    outside = TestService.get(Database.open(vertx, outbox, "db/chassis", "db/applied"));
    other = RelayInOtherJvm.launch(outbox, Servers.tight(broker));
    here = start("alpha", outbox, true);
    awaitPartitionsHere(Partitions.COUNT / 2);
    broker.settle();
  }

  private TestService start(String name, DatabaseConfig database, boolean publishes) {
    return TestService.start(
        vertx,
        name,
        database,
        Servers.tight(broker),
        publishes ? List.of(Pings.PINGED) : List.of(),
        publishes ? List.of() : List.of(Pings.BETA_FROM_ALPHA));
  }

  @AfterEach
  void stopAll() {
    other.destroyForcibly();
    broker.thaw();
    here.stop();
    beta.stop();
    TestService.get(outside.close());
    TestService.get(vertx.close());
    broker.kill();
  }

  @Test
  void anotherTakesItsPartitionsAndWhatTheThawedOneSaysAgainChangesNothing() throws Exception {
    SteadyLoad load = SteadyLoad.on(vertx, here);
    await().atMost(SOON).until(() -> beta.applied() > 100);

    broker.freeze();
    awaitMore(this::waiting, 100);
    signal("STOP");
    long frozen = System.nanoTime();
    broker.thaw();
    awaitPartitionsHere(Partitions.COUNT);
    double takenOver = (System.nanoTime() - frozen) / 1e9;
    awaitMore(beta::applied, 200);

    signal("CONT");
    awaitPartitionsHere(Partitions.COUNT / 2);
    awaitMore(beta::applied, 200);
    load.stop();
    await().atMost(SOON).until(() -> load.isIdle() && waiting() == 0);
    long sent = outside("SELECT count(*) FROM outbox");
    await().atMost(SOON).until(() -> beta.applied() >= sent);

    long again = beta.count("SELECT count(*) FROM seen_again");
    System.out.printf(
        Locale.ROOT,
        "frozen relay: partitions taken after %.1f s, %d messages, %d of them said again%n",
        takenOver,
        sent,
        again);
    assertThat(again).as("what was on its way was said twice").isPositive();
    assertThat(beta.applied()).isEqualTo(sent);
    assertThat(beta.count("SELECT count(DISTINCT message_id) FROM applied")).isEqualTo(sent);
    assertThat(beta.count(OUT_OF_ORDER)).isZero();
    assertThat(beta.count("SELECT count(*) FROM parked_messages")).isZero();
    assertThat(other.isAlive()).isTrue();
  }

  private void awaitPartitionsHere(int count) {
    await().atMost(SOON).until(() -> here.partitions() == count);
  }

  private long waiting() {
    return outside(UNPUBLISHED);
  }

  private static void awaitMore(LongSupplier count, long more) {
    long before = count.getAsLong();
    await().atMost(SOON).until(() -> count.getAsLong() >= before + more);
  }

  private long outside(String sql) {
    return TestService.get(outside.pool().query(sql).execute()).iterator().next().getLong(0);
  }

  private void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(other.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}
