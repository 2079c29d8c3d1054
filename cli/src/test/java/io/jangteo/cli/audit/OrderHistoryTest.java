package io.jangteo.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderHistoryTest {
  private static final String COMPLETED =
      "OrderPlaced PaymentAuthorized StockReserved ShipmentScheduled PaymentCaptured"
          + " StockCommitted OrderCompleted";
  private static final String COMPENSATED =
      "OrderPlaced PaymentAuthorized StockReserved ShipmentRefused CompensationStarted"
          + " StockReleased PaymentVoided OrderCompensated";

  @ParameterizedTest
  @ValueSource(
      strings = {
        COMPLETED,
        COMPENSATED,
        "OrderPlaced",
        "OrderPlaced PaymentAuthorized CancellationRequested CompensationStarted",
        "OrderPlaced PaymentAuthorized StockReserved ShipmentScheduled PaymentCaptured OrderParked",
        "OrderPlaced PaymentAuthorized StockReserved ShipmentScheduled PaymentCaptured OrderParked"
            + " OrderResumed OrderParked OrderResumed StockCommitted OrderCompleted",
        "OrderPlaced PaymentAuthorized StockReserved CompensationForced CompensationStarted"
            + " ShipmentCancellationSkipped StockReleaseSkipped PaymentVoided OrderCompensated"
      })
  void lawfulHistoriesPass(String history) {
    assertThat(OrderHistory.illegalTransition(events(history))).isEmpty();
    assertThat(OrderHistory.wrongEnd(events(history))).isEmpty();
    assertThat(OrderHistory.incompleteCompensation(events(history))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PaymentAuthorized",
        "OrderPlaced StockReserved",
        "OrderPlaced PaymentAuthorized StockReserved ShipmentScheduled PaymentCaptured"
            + " CompensationStarted",
        "OrderPlaced PaymentAuthorized PaymentAuthorized",
        COMPLETED + " OrderResumed",
        "OrderPlaced PaymentAuthorized StockReserved ShipmentScheduled CompensationForced"
            + " OrderCompensated",
        COMPLETED + " StockReleased"
      })
  void unlawfulHistoriesAreFound(String history) {
    assertThat(OrderHistory.illegalTransition(events(history))).isPresent();
  }

  @Test
  void aSecondEndIsFound() {
    assertThat(OrderHistory.wrongEnd(events(COMPLETED + " OrderCompensated"))).isPresent();
  }

  @Test
  void anythingAfterTheEndIsFound() {
    assertThat(OrderHistory.wrongEnd(events(COMPENSATED + " StockReleased"))).isPresent();
  }

  @Test
  void aStepThatWasNotUndoneIsFound() {
    assertThat(
            OrderHistory.incompleteCompensation(events(COMPENSATED.replace(" StockReleased", ""))))
        .contains("StockReserved was undone 0 times");
  }

  @Test
  void aStepUndoneTwiceIsFound() {
    assertThat(
            OrderHistory.incompleteCompensation(
                events(COMPENSATED.replace("StockReleased", "StockReleased StockReleased"))))
        .contains("StockReserved was undone 2 times");
  }

  @Test
  void stepsUndoneOutOfTurnAreFound() {
    assertThat(
            OrderHistory.incompleteCompensation(
                events(
                    COMPENSATED.replace(
                        "StockReleased PaymentVoided", "PaymentVoided StockReleased"))))
        .isPresent();
  }

  private static List<String> events(String history) {
    return Arrays.asList(history.split(" "));
  }
}
