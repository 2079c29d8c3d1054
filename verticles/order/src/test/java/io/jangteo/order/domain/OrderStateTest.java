package io.jangteo.order.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jangteo.contracts.Money;
import io.jangteo.contracts.shipping.Address;
import io.jangteo.order.domain.OrderEvent.CompensationStarted;
import io.jangteo.order.domain.OrderEvent.OrderCompensated;
import io.jangteo.order.domain.OrderEvent.OrderPlaced;
import io.jangteo.order.domain.OrderEvent.PaymentAuthorized;
import io.jangteo.order.domain.OrderEvent.PaymentVoided;
import io.jangteo.order.domain.OrderEvent.StockReleased;
import io.jangteo.order.domain.OrderEvent.StockReserved;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OrderStateTest {
  private static final OrderPlaced PLACED =
      new OrderPlaced(
          null,
          new UUID(0, 1),
          List.of(new OrderLine("POST", 1, new Money(100, "GBP"))),
          new Money(100, "GBP"),
          new Address("Ann", "1 High Street", null, "Leeds", "LS1 1AA", "GB"));

  @Test
  void versionCountsEvents() {
    OrderState state = OrderState.of(List.of(PLACED, new PaymentAuthorized(), new StockReserved()));

    assertThat(state.version()).isEqualTo(3);
    assertThat(state.status()).isEqualTo(OrderStatus.PENDING);
    assertThat(state.open()).containsExactly(Step.AUTHORIZE, Step.RESERVE);
  }

  @Test
  void nothingComesBeforePlacing() {
    assertThatThrownBy(() -> OrderState.NONE.apply(new PaymentAuthorized()))
        .isInstanceOf(IllegalTransitionException.class);
  }

  @Test
  void nothingFollowsTheEnd() {
    OrderState ended =
        OrderState.of(List.of(PLACED, new CompensationStarted("x"), new OrderCompensated("x")));

    assertThat(ended.status()).isEqualTo(OrderStatus.COMPENSATED);
    assertThatThrownBy(() -> ended.apply(new PaymentAuthorized()))
        .isInstanceOf(IllegalTransitionException.class);
  }

  @Test
  void stockIsReleasedBeforeThePaymentIsVoided() {
    OrderState compensating =
        OrderState.of(
            List.of(
                PLACED,
                new PaymentAuthorized(),
                new StockReserved(),
                new CompensationStarted("x")));

    assertThatThrownBy(() -> compensating.apply(new PaymentVoided()))
        .isInstanceOf(IllegalTransitionException.class);
    assertThat(compensating.apply(new StockReleased()).apply(new PaymentVoided()).open()).isEmpty();
  }

  @Test
  void anOrderWithSomethingOpenIsNotCompensated() {
    OrderState compensating =
        OrderState.of(List.of(PLACED, new PaymentAuthorized(), new CompensationStarted("x")));

    assertThatThrownBy(() -> compensating.apply(new OrderCompensated("x")))
        .isInstanceOf(IllegalTransitionException.class);
  }
}
