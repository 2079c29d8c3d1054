package io.jangteo.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.inventory.InventoryMessages;
import io.jangteo.contracts.payment.PaymentMessages;
import io.jangteo.contracts.shipping.ShippingMessages;
import io.jangteo.order.application.SagaConfig;
import io.jangteo.testing.Await;
import io.jangteo.testing.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A participant that is away, or answers when nobody waits any more, over a real broker. */
class AbsentParticipantIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration STEP_DEADLINE = Duration.ofMillis(1_500);
  private static final Duration SAGA_DEADLINE = Duration.ofSeconds(3);

  private static final List<String> VOID = List.of("payment.void.v1");
  private static final List<String> RELEASE_AND_VOID =
      List.of("stock.release.v1", "payment.void.v1");
  private static final List<String> ALL =
      List.of("shipment.cancel.v1", "stock.release.v1", "payment.void.v1");

  private static OrderWorld world;

  @BeforeAll
  static void start() {
    world = new OrderWorld(TestServers.freshBroker(), impatient());
  }

  private static SagaConfig impatient() {
    return new SagaConfig(
        Duration.ofMillis(250),
        STEP_DEADLINE,
        STEP_DEADLINE,
        STEP_DEADLINE,
        SAGA_DEADLINE,
        Duration.ofSeconds(1),
        2,
        Duration.ofMillis(50));
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

  static Stream<Arguments> stepsBeforeThePivot() {
    return Stream.of(
        Arguments.of(PaymentMessages.AUTHORIZE, "payment_timeout", VOID),
        Arguments.of(InventoryMessages.RESERVE, "stock_timeout", RELEASE_AND_VOID),
        Arguments.of(ShippingMessages.SCHEDULE, "shipping_timeout", ALL));
  }

  @ParameterizedTest
  @MethodSource("stepsBeforeThePivot")
  void isAskedAgainAndPastItsDeadlineEverythingIsUndone(
      MessageType<?> command, String reason, List<String> undone) {
    world.participants.ignore(command);

    UUID order = world.placed();
    assertThat(world.historyAtEnd(order)).endsWith("OrderCompensated");

    assertThat(world.order(order).getString("reason")).isEqualTo(reason);
    assertThat(received(order, command)).as("asked again").isGreaterThan(1);
    assertThat(undone(order).distinct()).containsExactlyElementsOf(undone);
    assertThat(millisUntilCompensation(order)).isGreaterThanOrEqualTo(STEP_DEADLINE.toMillis());
  }

  /** By the clock that wrote both. */
  private static long millisUntilCompensation(UUID order) {
    return world.count(
        """
        SELECT (extract(epoch FROM max(at) - min(at)) * 1000)::bigint FROM order_events
        WHERE order_id = '%s' AND type IN ('OrderPlaced', 'CompensationStarted')
        """
            .formatted(order));
  }

  static Stream<MessageType<?>> stepsFromThePivotOn() {
    return Stream.of(PaymentMessages.CAPTURE, InventoryMessages.COMMIT);
  }

  @ParameterizedTest
  @MethodSource("stepsFromThePivotOn")
  void isWaitedForPastEveryDeadlineOnceThePaymentIsBeingTaken(MessageType<?> command) {
    world.participants.ignore(command);

    UUID order = world.placed();
    await().atMost(SOON).until(() -> received(order, command) > 0);
    await()
        .during(SAGA_DEADLINE.plus(STEP_DEADLINE))
        .atMost(SOON)
        .until(() -> world.order(order).getString("status").equals("PENDING"));
    assertThat(received(order, command)).as("asked again").isGreaterThan(2);
    world.participants.behave();

    assertThat(world.historyAtEnd(order)).hasSize(7).endsWith("OrderCompleted");
    assertThat(undone(order)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("stepsBeforeThePivot")
  void whatItSaysToHaveDoneAfterTheOrderWasGivenUpIsUndoneToo(
      MessageType<?> command, String reason, List<String> undone) {
    world.participants.answerLater(command);
    UUID order = world.placed();
    List<String> history = world.historyAtEnd(order);
    assertThat(history).endsWith("OrderCompensated");
    long before = received(order, undone.get(0));

    Await.success(world.participants.answerLate());

    await().atMost(SOON).until(() -> received(order, undone.get(0)) > before);
    assertThat(OrderWorld.types(world.events(order, 0))).isEqualTo(history);
    assertThat(world.order(order).getString("reason")).isEqualTo(reason);
  }

  @Test
  void whatItSaysToHaveDoneWhileTheOrderIsGivenUpIsUndoneOnceAndForAll() {
    world.participants.answerLater(InventoryMessages.RESERVE);
    world.participants.ignore(InventoryMessages.RELEASE);
    UUID order = world.placed();
    await().atMost(SOON).until(() -> received(order, InventoryMessages.RELEASE) > 0);

    Await.success(world.participants.answerLate());
    assertThat(world.order(order).getString("status")).isEqualTo("COMPENSATING");
    world.participants.behave();

    assertThat(world.historyAtEnd(order))
        .containsExactly(
            "OrderPlaced",
            "PaymentAuthorized",
            "CompensationStarted",
            "StockReleased",
            "PaymentVoided",
            "OrderCompensated");
  }

  @Test
  void anUndoIsRepeatedUntilItIsAnsweredHoweverLongThatTakes() {
    world.participants.refuse(ShippingMessages.SCHEDULE);
    world.participants.ignore(InventoryMessages.RELEASE);

    UUID order = world.placed();
    await().atMost(SOON).until(() -> received(order, InventoryMessages.RELEASE) > 3);
    assertThat(world.order(order).getString("status")).isEqualTo("COMPENSATING");
    world.participants.behave();

    assertThat(world.historyAtEnd(order)).endsWith("OrderCompensated");
    assertThat(undone(order).distinct()).containsExactlyElementsOf(RELEASE_AND_VOID);
  }

  private static long received(UUID order, MessageType<?> command) {
    return received(order, command.name());
  }

  private static long received(UUID order, String command) {
    return world.participants.received(order).stream().filter(command::equals).count();
  }

  private static Stream<String> undone(UUID order) {
    return world.participants.received(order).stream()
        .filter(type -> type.matches(".*\\.(void|release|cancel)\\..*"));
  }
}
