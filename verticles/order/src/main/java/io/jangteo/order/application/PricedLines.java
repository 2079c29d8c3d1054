package io.jangteo.order.application;

import io.jangteo.contracts.Money;
import io.jangteo.order.domain.OrderLine;
import io.jangteo.order.domain.OrderLines;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.FieldError;
import io.jangteo.runtime.failure.ServiceFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lines with the prices they are accepted at. */
record PricedLines(List<OrderLine> lines, Money total) {
  /**
   * @param catalogue prices of what is on sale
   * @throws ServiceFailure naming each line that cannot be sold like that
   */
  static PricedLines of(List<NewOrder.Line> wanted, Map<String, Money> catalogue) {
    List<FieldError> errors = new ArrayList<>();
    List<OrderLine> lines = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      NewOrder.Line line = wanted.get(i);
      Money listed = catalogue.get(line.sku());
      if (listed == null) {
        errors.add(new FieldError("/lines/" + i + "/sku", "is not on sale"));
        continue;
      }
      Money price = line.unitPrice() == null ? listed : line.unitPrice();
      lines.add(new OrderLine(line.sku(), line.quantity(), price));
      if (!price.currency().equals(lines.get(0).unitPrice().currency())) {
        errors.add(new FieldError("/lines/" + i, "is priced in another currency than the first"));
      }
    }
    if (!errors.isEmpty()) {
      throw ServiceFailure.ofFields(FailureCode.UNPROCESSABLE, errors);
    }
    return new PricedLines(List.copyOf(lines), total(lines));
  }

  private static Money total(List<OrderLine> lines) {
    return OrderLines.total(lines)
        .orElseThrow(
            () ->
                ServiceFailure.ofField(
                    FailureCode.UNPROCESSABLE, "/lines", "come to more than can be charged"));
  }
}
