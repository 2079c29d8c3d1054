package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.marketplace.client.Answer;
import io.jangteo.marketplace.cluster.OsProcess;
import io.jangteo.marketplace.cluster.Routes;
import io.jangteo.marketplace.cluster.ServiceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What befalls whole services of a cluster of processes, one thing after the other. */
@Tag("alone")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterFaultsIT {
  private static final Duration SOON = Duration.ofSeconds(40);

  /** Ten on a machine that has nothing else to do. */
  private static final double READY_AGAIN_MAX = 20 * Machine.slowness();

  /**
   * Thirty are promised, and nine JVMs that start on two cores take all of both: 18 to 25 s, and 31
   * on a day on which the machine is slower.
   */
  private static final double ALL_AGAIN_MAX = 45 * Machine.slowness();

  private static final Set<Integer> AWAY = Set.of(0, 502, 503, 504);

  @TempDir private static Path folder;
  private static CrashMarket market;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    market = new CrashMarket(folder);
    market.start();
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    market.stop();
  }

  @Test
  @Order(1)
  void withAllOrderProcessesKilledRequestsAreRefusedAtOnceAndWhatWasCommittedGoesOutAfterTheStart()
      throws Exception {
    assertThat(market.commandLine().run("scale", "order", "2").exit()).isZero();
    MarketClient client = MarketClient.of(market);
    awaitStatus(client, client.accepted(), "COMPLETED");
    market.freezeBroker();
    List<String> orders = acceptSome(client, 5);
    assertThat(client.number("order", count("published_at IS NULL"), orders)).isPositive();

    market.kill("order");
    market.thawBroker();
    long worst = assertRefusedQuickly(client);
    market.restart("order", Map.of());

    await()
        .atMost(SOON)
        .until(() -> client.number("order", count("published_at IS NOT NULL"), orders) > 0);
    long published =
        client.number(
            "order",
            "SELECT (extract(epoch FROM min(published_at)) * 1000)::bigint FROM outbox"
                + " WHERE aggregate_id IN (:ids)",
            orders);
    long begun =
        market.processesOf("order").stream()
            .mapToLong(OsProcess::startedMillis)
            .min()
            .orElseThrow();
    long sinceServing = published - market.servingSince("order");
    System.out.printf(
        "order away: refused within %d ms; published %d ms after the start, %d after it was over%n",
        worst, published - begun, sinceServing);
    assertThat(sinceServing).isLessThanOrEqualTo(5_000L * Machine.slowness());
    for (String order : orders) {
      awaitStatus(client, order, "COMPLETED");
    }
    market.assertEveryPromise();
    assertThat(market.commandLine().run("scale", "order", "1").exit()).isZero();
  }

  private static String count(String condition) {
    return "SELECT count(*) FROM outbox WHERE aggregate_id IN (:ids) AND " + condition;
  }

  /**
   * Milliseconds of the slowest of twenty refusals, from the first one on. What is asked before the
   * deaths are noticed may run into its deadline, which is five seconds.
   */
  private static long assertRefusedQuickly(MarketClient client) throws Exception {
    await().atMost(Duration.ofSeconds(12)).until(() -> client.attempt().status() == 503);
    long worst = 0;
    for (int i = 0; i < 20; i++) {
      long asked = System.nanoTime();
      Answer answer = client.attempt();
      worst = Math.max(worst, (System.nanoTime() - asked) / 1_000_000);
      assertThat(answer.status()).as(answer.summary()).isEqualTo(503);
      assertThat(answer.retryAfter()).isPositive();
    }
    assertThat(worst).isLessThan(1_000L * Machine.slowness());
    return worst;
  }

  @Test
  @Order(2)
  void shippingAwayPastItsDeadlineHasOrdersUndoneAndWhatItDoesLateIsUndoneToo() throws Exception {
    market.restart("order", Map.of("ORDER_SAGA_SHIPPING_DEADLINE", "5s"));
    MarketClient client = MarketClient.of(market);
    List<String> orders;
    market.kill("shipping");
    try {
      orders = acceptSome(client, 3);
      assertGivenUpAfterAskingAgain(client, orders);
    } finally {
      market.restart("shipping", Map.of());
    }

    for (String order : orders) {
      awaitStatus(client, order, "COMPENSATED");
    }
    assertThat(client.number("shipping", ended("shipments", "CANCELLED"), orders)).isEqualTo(3);
    assertThat(client.number("payment", ended("payments", "VOIDED"), orders)).isEqualTo(3);
    assertThat(client.reserved()).isZero();
    market.assertEveryPromise();
  }

  private static void assertGivenUpAfterAskingAgain(MarketClient client, List<String> orders)
      throws Exception {
    for (String order : orders) {
      awaitStatus(client, order, "COMPENSATING");
      assertThat(client.get("/orders/" + order).path("reason").asText())
          .isEqualTo("shipping_timeout");
    }
    assertThat(
            client.number(
                "order",
                "SELECT min(round) FROM outbox WHERE type = 'shipment.schedule.v1'"
                    + " AND aggregate_id IN (:ids)",
                orders))
        .as("how often shipping was asked")
        .isGreaterThan(1);
  }

  private static String ended(String table, String status) {
    return "SELECT count(*) FROM "
        + table
        + " WHERE order_id IN (:ids) AND status = '"
        + status
        + "'";
  }

  @Test
  @Order(3)
  void aServiceWhoseMemoryEndsDiesAndLeavesNothingHalf() throws Exception {
    Path trigger = folder.resolve("eat");
    market.restart("order", Map.of("JAVA_TOOL_OPTIONS", HeapEater.option(folder, trigger)));
    try (OrderStream orders = OrderStream.open(market.commandLine().home(), market.state())) {
      await().atMost(SOON).until(() -> orders.acceptedSoFar() >= 20);
      OsProcess doomed = market.processesOf("order").get(0);

      Files.createFile(trigger);
      await().atMost(SOON).until(() -> !doomed.isAlive());
      long died = System.nanoTime();
      assertThat(market.log("order")).contains("java.lang.OutOfMemoryError");
      market.restart("order", Map.of());
      double seconds = (System.nanoTime() - died) / 1e9;

      int before = orders.acceptedSoFar();
      await().atMost(SOON).until(() -> orders.acceptedSoFar() >= before + 20);
      List<String> accepted = orders.finish();
      System.out.printf(
          Locale.ROOT,
          "out of memory: ready again %.1f s after the death, no order for %.1f s, %d accepted%n",
          seconds,
          orders.longestOutageSeconds(),
          accepted.size());
      assertThat(seconds).isLessThanOrEqualTo(READY_AGAIN_MAX);
      assertThat(orders.refusals()).allMatch(refusal -> AWAY.contains(refusal.status()));
      assertThat(accepted).doesNotHaveDuplicates();
      orders.awaitAllCompleted(SOON);
    }
    market.assertEveryPromise();
  }

  @Test
  @Order(5)
  void allServicesAndGatewaysKilledAtOnceAndStartedAtOnceAreRoutedSoon() throws Exception {
    List<String> all =
        Stream.of(ServiceKind.values())
            .filter(kind -> kind != ServiceKind.INFRASTRUCTURE)
            .map(ServiceKind::title)
            .toList();
    market.killAtOnce(all);

    long begun = System.nanoTime();
    market.restartTogether(all.stream().collect(Collectors.toMap(name -> name, name -> Map.of())));
    Routes.await(market.state().gateways());
    double seconds = (System.nanoTime() - begun) / 1e9;

    System.out.printf(
        Locale.ROOT, "all killed at once: all routed again %.1f s after the start%n", seconds);
    assertThat(seconds).isLessThanOrEqualTo(ALL_AGAIN_MAX);
    MarketClient client = MarketClient.of(market);
    awaitStatus(client, client.accepted(), "COMPLETED");
  }

  @ParameterizedTest
  @Order(4)
  @CsvSource({"+1h, -1h", "-1h, +1h"})
  void clocksAnHourOffUndoNothingAndRefuseNobody(String ofOrder, String ofTheOthers)
      throws Exception {
    market.restartTogether(
        Map.of(
            "order", FakeClock.off(ofOrder),
            "payment", FakeClock.off(ofTheOthers),
            "shipping", FakeClock.off(ofTheOthers)));
    long ahead = FakeClock.minutesAhead(market.managementPort("order"));
    assertThat(ahead).isEqualTo(ofOrder.equals("+1h") ? 60 : -60);
    assertThat(FakeClock.minutesAhead(market.managementPort("payment"))).isEqualTo(-ahead);
    MarketClient client = MarketClient.of(market);

    String order = client.accepted();
    awaitStatus(client, order, "COMPLETED");
    assertThat(client.get("/payments/" + order).path("status").asText()).isEqualTo("CAPTURED");
    assertThat(client.get("/shipments/" + order).path("status").asText()).isEqualTo("READY");

    market.signal("STOP", "shipping");
    String waiting = client.accepted();
    awaitThat(
        () ->
            assertThat(client.number("order", count("round > 1"), List.of(waiting)))
                .as("shipping was asked again")
                .isPositive());
    assertThat(client.status(waiting)).isEqualTo("PENDING");
    market.signal("CONT", "shipping");
    awaitStatus(client, waiting, "COMPLETED");
    market.assertEveryPromise();
  }

  private static List<String> acceptSome(MarketClient client, int count)
      throws IOException, InterruptedException {
    List<String> orders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      orders.add(client.accepted());
    }
    return orders;
  }

  private static void awaitStatus(MarketClient client, String order, String status) {
    awaitThat(() -> assertThat(client.status(order)).isEqualTo(status));
  }

  private static void awaitThat(ThrowingRunnable assertion) {
    await().atMost(SOON).untilAsserted(assertion);
  }
}
