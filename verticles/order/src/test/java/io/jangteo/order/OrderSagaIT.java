package io.jangteo.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.inventory.InventoryMessages;
import io.jangteo.contracts.payment.PaymentMessages;
import io.jangteo.contracts.shipping.ShippingMessages;
import io.jangteo.testing.Await;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The saga over a real database and broker. */
class OrderSagaIT {
  private static OrderWorld world;

  @BeforeAll
  static void start() {
    world = new OrderWorld();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @AfterEach
  void check() {
    world.participants.behave();
    world.checkInvariants();
  }

  @Test
  void anOrderIsCompletedAndShippingIsTold() {
    UUID order = world.placed();

    assertThat(world.historyAtEnd(order))
        .containsExactly(
            "OrderPlaced",
            "PaymentAuthorized",
            "StockReserved",
            "ShipmentScheduled",
            "PaymentCaptured",
            "StockCommitted",
            "OrderCompleted");
    assertThat(world.order(order).getString("status")).isEqualTo("COMPLETED");
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(world.participants.received(order))
                    .containsExactly(
                        "payment.authorize.v1",
                        "stock.reserve.v1",
                        "shipment.schedule.v1",
                        "payment.capture.v1",
                        "stock.commit.v1",
                        "order.completed.v1"));
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(PaymentMessages.AUTHORIZE, "COMPENSATED", "payment_declined", List.of()),
        Arguments.of(
            InventoryMessages.RESERVE,
            "COMPENSATED",
            "stock_unavailable",
            List.of("payment.void.v1")),
        Arguments.of(
            ShippingMessages.SCHEDULE,
            "COMPENSATED",
            "shipment_refused",
            List.of("stock.release.v1", "payment.void.v1")),
        Arguments.of(
            PaymentMessages.CAPTURE,
            "COMPENSATED",
            "capture_refused",
            List.of("shipment.cancel.v1", "stock.release.v1", "payment.void.v1")),
        Arguments.of(InventoryMessages.COMMIT, "PARKED", "stock_commit_refused", List.of()));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aRefusalUndoesWhatWasDoneBackwards(
      MessageType<?> command, String status, String reason, List<String> undone) {
    world.participants.refuse(command);

    UUID order = world.placed();
    world.historyAtEnd(order);

    JsonObject ended = world.order(order);
    assertThat(ended.getString("status")).isEqualTo(status);
    assertThat(ended.getString("reason")).isEqualTo(reason);
    assertThat(world.participants.received(order))
        .filteredOn(type -> type.matches(".*(void|release|cancel).*"))
        .isEqualTo(undone);
  }

  @Test
  void repliesSaidTwiceChangeNothing() {
    UUID order = world.placed();
    List<String> history = world.historyAtEnd(order);

    Await.success(world.participants.repeatReplies(order));
    UUID later = world.placed();
    world.historyAtEnd(later);

    assertThat(OrderWorld.types(world.events(order, 0))).isEqualTo(history);
  }

  @Test
  void aSilentParticipantIsAskedAgain() {
    world.participants.ignore(InventoryMessages.RESERVE);
    UUID order = world.placed();
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> world.participants.received(order).contains("stock.reserve.v1"));

    world.participants.behave();

    assertThat(world.historyAtEnd(order)).endsWith("OrderCompleted");
    assertThat(world.participants.received(order))
        .filteredOn("stock.reserve.v1"::equals)
        .hasSizeGreaterThan(1);
  }

  @Test
  void aParticipantSilentForTooLongIsUndoneToo() {
    world.participants.ignore(InventoryMessages.RESERVE);

    UUID order = world.placed();

    assertThat(world.historyAtEnd(order))
        .containsExactly(
            "OrderPlaced",
            "PaymentAuthorized",
            "CompensationStarted",
            "StockReleased",
            "PaymentVoided",
            "OrderCompensated");
    assertThat(world.order(order).getString("reason")).isEqualTo("stock_timeout");
  }

  @Test
  void aRestartInTheMiddleLosesNothing() {
    world.participants.ignore(ShippingMessages.SCHEDULE);
    UUID order = world.placed();
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> world.participants.received(order).contains("shipment.schedule.v1"));

    world.stopService();
    world.participants.behave();
    world.startService();

    assertThat(world.historyAtEnd(order)).endsWith("OrderCompleted");
    assertThat(world.participants.received(order))
        .filteredOn("payment.authorize.v1"::equals)
        .hasSize(1);
  }

  @Test
  void manyOrdersAtOnceAllEnd() {
    List<UUID> orders = Stream.generate(world::placed).limit(60).toList();

    orders.forEach(order -> assertThat(world.historyAtEnd(order)).hasSize(7));
    assertThat(world.count("SELECT count(*) FROM sagas WHERE wake_at IS NOT NULL")).isZero();
  }
}
