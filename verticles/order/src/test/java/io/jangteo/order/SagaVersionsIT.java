package io.jangteo.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.bus.BusReply;
import io.jangteo.contracts.payment.PaymentMessages;
import io.jangteo.order.application.SagaConfig;
import io.jangteo.testing.Await;
import io.jangteo.testing.TestServers;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that meets a saga of a definition it does not know: one that a newer node began. */
class SagaVersionsIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int NEWER = 2;

  /** So that no deadline passes while a saga waits for its node. */
  private static final SagaConfig PATIENT =
      new SagaConfig(
          Duration.ofMillis(700),
          Duration.ofMinutes(2),
          Duration.ofMinutes(2),
          Duration.ofMinutes(2),
          Duration.ofMinutes(3),
          Duration.ofSeconds(2),
          10,
          Duration.ofMillis(50));

  private OrderWorld world;

  @BeforeEach
  void start() {
    world = new OrderWorld(TestServers.freshBroker(), PATIENT);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  /** As if it had been begun by a node of that definition, and were that node's to go on with. */
  private void giveDefinition(UUID order, int version) {
    assertThat(
            world.count(
                """
                WITH changed AS (
                  UPDATE sagas SET definition_version = %1$d,
                    state = jsonb_set(state::jsonb, '{definition}', '%1$d')::json
                  WHERE order_id = '%2$s' RETURNING 1)
                SELECT count(*) FROM changed
                """
                    .formatted(version, order)))
        .isEqualTo(1);
  }

  private long kept() {
    return world.count("SELECT count(*) FROM saga_answers");
  }

  private UUID waitingForItsAuthorization() {
    world.participants.answerLater(PaymentMessages.AUTHORIZE);
    UUID order = world.placed();
    await().atMost(SOON).until(() -> !world.participants.received(order).isEmpty());
    return order;
  }

  @Test
  void itsAnswersAreKeptUntilANodeThatKnowsItTakesThem() {
    // Given
    UUID newer = waitingForItsAuthorization();
    giveDefinition(newer, NEWER);

    // When
    Await.success(world.participants.answerLate());
    await().atMost(SOON).until(() -> kept() > 0);

    // Then
    UUID other = world.placed();
    assertThat(world.historyAtEnd(other)).as("others go on").endsWith("OrderCompleted");
    assertThat(world.count("SELECT count(*) FROM parked_messages")).isZero();
    assertThat(world.count("SELECT commands FROM sagas WHERE order_id = '" + newer + "'"))
        .as("it was not touched")
        .isEqualTo(1);

    // When
    giveDefinition(newer, 1);

    // Then
    assertThat(world.historyAtEnd(newer)).endsWith("OrderCompleted");
    assertThat(kept()).isZero();
    world.checkInvariants();
  }

  @Test
  void whatWasKeptComesBeforeWhatComesLater() {
    // Given
    UUID newer = waitingForItsAuthorization();
    giveDefinition(newer, NEWER);
    Await.success(world.participants.answerLate());
    await().atMost(SOON).until(() -> kept() > 0);
    world.stopService();

    // When
    giveDefinition(newer, 1);
    Await.success(world.participants.repeatReplies(newer));
    world.startService();

    // Then
    assertThat(world.historyAtEnd(newer)).endsWith("OrderCompleted");
    assertThat(kept()).isZero();
  }

  @Test
  void itIsNotCancelledHereAndNotSaidToBeMissing() {
    UUID newer = waitingForItsAuthorization();
    giveDefinition(newer, NEWER);

    BusReply reply = world.about("cancelOrder", OrderWorld.ANN, newer);

    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(503);
    assertThat(world.about("cancelOrder", OrderWorld.ANN, UUID.randomUUID()).status())
        .isEqualTo(404);
    giveDefinition(newer, 1);
    Await.success(world.participants.answerLate());
    assertThat(world.historyAtEnd(newer)).endsWith("OrderCompleted");
  }
}
