package io.jangteo.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.contracts.Money;
import io.jangteo.contracts.inventory.StockLine;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderLinesTest {
  private static OrderLine line(String sku, int quantity, long price) {
    return new OrderLine(sku, quantity, new Money(price, "GBP"));
  }

  @Test
  void totalIsTheSumOfQuantityTimesPrice() {
    assertThat(OrderLines.total(List.of(line("A", 2, 255), line("A", 1, 300), line("B", 3, 1))))
        .contains(new Money(813, "GBP"));
  }

  @Test
  void aTotalThatDoesNotFitIsNoTotal() {
    OrderLine dear = line("A", 1_000_000, 1_000_000_000_000L);

    assertThat(OrderLines.total(Collections.nCopies(9, dear))).isPresent();
    assertThat(OrderLines.total(Collections.nCopies(10, dear))).isEmpty();
  }

  @Test
  void stockIsAskedForOncePerSkuInOneOrder() {
    assertThat(OrderLines.bySku(List.of(line("B", 1, 1), line("A", 2, 1), line("B", 4, 2))))
        .containsExactly(new StockLine("A", 2), new StockLine("B", 5));
  }
}
