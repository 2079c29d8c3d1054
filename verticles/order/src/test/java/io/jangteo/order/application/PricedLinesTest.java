package io.jangteo.order.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jangteo.contracts.Money;
import io.jangteo.order.application.NewOrder.Line;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.FieldError;
import io.jangteo.runtime.failure.ServiceFailure;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PricedLinesTest {
  private static final Map<String, Money> CATALOGUE =
      Map.of("A", new Money(255, "GBP"), "B", new Money(100, "GBP"), "E", new Money(1, "EUR"));

  private static ServiceFailure refusal(List<Line> lines) {
    return catchThrowableOfType(ServiceFailure.class, () -> PricedLines.of(lines, CATALOGUE));
  }

  @Test
  void anAgreedPriceWinsOverTheCatalogues() {
    PricedLines priced =
        PricedLines.of(
            List.of(new Line("A", 2, null), new Line("A", 1, new Money(200, "GBP"))), CATALOGUE);

    assertThat(priced.total()).isEqualTo(new Money(710, "GBP"));
    assertThat(priced.lines())
        .extracting(l -> l.unitPrice().amountMinor())
        .containsExactly(255L, 200L);
  }

  @Test
  void everyLineThatIsNotOnSaleIsNamedAlsoWithAnAgreedPrice() {
    ServiceFailure failure =
        refusal(
            List.of(
                new Line("X", 1, null),
                new Line("A", 1, null),
                new Line("Y", 1, new Money(1, "GBP"))));

    assertThat(failure.code()).isEqualTo(FailureCode.UNPROCESSABLE);
    assertThat(failure.errors())
        .extracting(FieldError::field)
        .containsExactly("/lines/0/sku", "/lines/2/sku");
  }

  @Test
  void anOrderHasOneCurrency() {
    assertThat(refusal(List.of(new Line("A", 1, null), new Line("E", 1, null))).errors())
        .extracting(FieldError::field)
        .containsExactly("/lines/1");
  }

  @Test
  void aSumThatDoesNotFitIsRefused() {
    Line dear = new Line("A", 1_000_000, new Money(1_000_000_000_000L, "GBP"));

    assertThat(refusal(Collections.nCopies(10, dear)).errors())
        .extracting(FieldError::field)
        .containsExactly("/lines");
  }
}
