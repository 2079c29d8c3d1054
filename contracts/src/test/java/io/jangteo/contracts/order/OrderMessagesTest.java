package io.jangteo.contracts.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.contracts.MessageSchemas;
import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Money;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OrderMessagesTest {
  private static final UUID ORDER = UUID.fromString("0191e5a0-0000-7000-8000-000000000001");
  private static final Money TOTAL = new Money(510, "GBP");

  @Test
  void placedIsAsPublished() {
    UUID member = UUID.fromString("0191e5a0-0000-7000-8000-000000000002");
    MessageSchemas.assertPinned(OrderMessages.PLACED, new OrderPlaced(ORDER, member, TOTAL, 1, 2));
  }

  @Test
  void aGuestsOrderIsAsPublishedToo() {
    MessageSchemas.assertPinned(OrderMessages.PLACED, new OrderPlaced(ORDER, null, TOTAL, 1, 2));
  }

  @Test
  void theThreeEndsAreAsPublished() {
    MessageSchemas.assertPinned(OrderMessages.COMPLETED, new OrderCompleted(ORDER, TOTAL));
    MessageSchemas.assertPinned(
        OrderMessages.COMPENSATED, new OrderCompensated(ORDER, "stock_unavailable"));
    MessageSchemas.assertPinned(
        OrderMessages.PARKED, new OrderParked(ORDER, "stock_commit_refused"));
  }

  @Test
  void namesOnTheWireStay() {
    assertThat(OrderMessages.EVENTS)
        .extracting(MessageType::name)
        .containsExactly(
            "order.placed.v1", "order.completed.v1", "order.compensated.v1", "order.parked.v1");
    assertThat(OrderMessages.PLACED.exchange()).isEqualTo("jangteo.order.events");
  }
}
