package io.jangteo.shipping.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.shipping.domain.Decision.Verdict;
import io.jangteo.shipping.domain.Decision.Word;
import io.jangteo.shipping.domain.Shipment.Reason;
import io.jangteo.shipping.domain.Shipment.Status;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShipmentTest {
  private static final Set<String> SEEN = new HashSet<>();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UNSEEN      | SCHEDULE          | MOVE       | SCHEDULED   | SCHEDULED",
        "SCHEDULED   | SCHEDULE          | STAY       | SCHEDULED   | SCHEDULED",
        "READY       | SCHEDULE          | STAY       | READY       | SCHEDULED",
        "HANDED_OVER | SCHEDULE          | STAY       | HANDED_OVER | SCHEDULED",
        "DELIVERED   | SCHEDULE          | STAY       | DELIVERED   | SCHEDULED",
        "CANCELLED   | SCHEDULE          | STAY       | CANCELLED   | REFUSED",
        "REFUSED     | SCHEDULE          | STAY       | REFUSED     | REFUSED",
        "UNSEEN      | SCHEDULE_UNSERVED | MOVE       | REFUSED     | REFUSED",
        "SCHEDULED   | SCHEDULE_UNSERVED | STAY       | SCHEDULED   | SCHEDULED",
        "READY       | SCHEDULE_UNSERVED | STAY       | READY       | SCHEDULED",
        "HANDED_OVER | SCHEDULE_UNSERVED | STAY       | HANDED_OVER | SCHEDULED",
        "DELIVERED   | SCHEDULE_UNSERVED | STAY       | DELIVERED   | SCHEDULED",
        "CANCELLED   | SCHEDULE_UNSERVED | STAY       | CANCELLED   | REFUSED",
        "REFUSED     | SCHEDULE_UNSERVED | STAY       | REFUSED     | REFUSED",
        "UNSEEN      | CANCEL            | MOVE       | CANCELLED   | CANCELLED",
        "SCHEDULED   | CANCEL            | MOVE       | CANCELLED   | CANCELLED",
        "READY       | CANCEL            | IMPOSSIBLE | READY       | NOTHING",
        "HANDED_OVER | CANCEL            | IMPOSSIBLE | HANDED_OVER | NOTHING",
        "DELIVERED   | CANCEL            | IMPOSSIBLE | DELIVERED   | NOTHING",
        "CANCELLED   | CANCEL            | STAY       | CANCELLED   | CANCELLED",
        "REFUSED     | CANCEL            | STAY       | REFUSED     | CANCELLED",
        "UNSEEN      | ORDER_COMPLETED   | IMPOSSIBLE | UNSEEN      | NOTHING",
        "SCHEDULED   | ORDER_COMPLETED   | MOVE       | READY       | NOTHING",
        "READY       | ORDER_COMPLETED   | STAY       | READY       | NOTHING",
        "HANDED_OVER | ORDER_COMPLETED   | STAY       | HANDED_OVER | NOTHING",
        "DELIVERED   | ORDER_COMPLETED   | STAY       | DELIVERED   | NOTHING",
        "CANCELLED   | ORDER_COMPLETED   | IMPOSSIBLE | CANCELLED   | NOTHING",
        "REFUSED     | ORDER_COMPLETED   | IMPOSSIBLE | REFUSED     | NOTHING",
        "UNSEEN      | HAND_OVER         | IMPOSSIBLE | UNSEEN      | NOTHING",
        "SCHEDULED   | HAND_OVER         | IMPOSSIBLE | SCHEDULED   | NOTHING",
        "READY       | HAND_OVER         | MOVE       | HANDED_OVER | HANDED_OVER",
        "HANDED_OVER | HAND_OVER         | STAY       | HANDED_OVER | NOTHING",
        "DELIVERED   | HAND_OVER         | IMPOSSIBLE | DELIVERED   | NOTHING",
        "CANCELLED   | HAND_OVER         | IMPOSSIBLE | CANCELLED   | NOTHING",
        "REFUSED     | HAND_OVER         | IMPOSSIBLE | REFUSED     | NOTHING",
        "UNSEEN      | DELIVER           | IMPOSSIBLE | UNSEEN      | NOTHING",
        "SCHEDULED   | DELIVER           | IMPOSSIBLE | SCHEDULED   | NOTHING",
        "READY       | DELIVER           | IMPOSSIBLE | READY       | NOTHING",
        "HANDED_OVER | DELIVER           | MOVE       | DELIVERED   | DELIVERED",
        "DELIVERED   | DELIVER           | STAY       | DELIVERED   | NOTHING",
        "CANCELLED   | DELIVER           | IMPOSSIBLE | CANCELLED   | NOTHING",
        "REFUSED     | DELIVER           | IMPOSSIBLE | REFUSED     | NOTHING"
      })
  void everyTriggerHasOneOutcome(
      Status before, Trigger trigger, Verdict verdict, Status after, Word word) {
    SEEN.add(before + " " + trigger);
    Decision decision = new Shipment(before, null, 1).on(trigger);

    assertThat(decision.verdict()).isEqualTo(verdict);
    assertThat(decision.status()).isEqualTo(after);
    assertThat(decision.word()).isEqualTo(word);
  }

  @AfterAll
  static void theTableAboveIsWhole() {
    assertThat(SEEN).hasSize(Status.values().length * Trigger.values().length);
  }

  @Test
  void aRefusalKeepsItsReason() {
    Shipment cancelled = new Shipment(Status.CANCELLED, Reason.CANCELLED, 1);

    assertThat(Shipment.UNSEEN.on(Trigger.SCHEDULE_UNSERVED).reason())
        .isEqualTo(Reason.ADDRESS_NOT_SERVED);
    assertThat(cancelled.on(Trigger.SCHEDULE).reason()).isEqualTo(Reason.CANCELLED);
  }
}
