package io.jangteo.shipping.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jangteo.contracts.shipping.ShippingMessages;
import io.jangteo.events.InboundMessage;
import io.jangteo.events.UndecodableMessageException;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShippingCommandTest {
  private static final UUID ORDER = UUID.fromString("01933333-3333-7333-8333-333333333333");
  private static final String ADDRESS =
      "{\"name\":\"N\",\"line1\":\"L\",\"city\":\"C\",\"postcode\":\"P\",\"country\":\"GB\"}";

  @Test
  void aShipmentIsReadWithItsAddress() {
    ShippingCommand command = ShippingCommand.read(schedule(ADDRESS, "3"));

    assertThat(command.orderId()).isEqualTo(ORDER);
    assertThat(command.schedule().address().country()).isEqualTo("GB");
    assertThat(command.schedule().units()).isEqualTo(3);
  }

  @Test
  void aCancellationHasNothingToPlan() {
    assertThat(
            ShippingCommand.read(
                    message(ShippingMessages.CANCEL.name(), "{\"orderId\":\"" + ORDER + "\"}"))
                .schedule())
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{\"name\":\"N\",\"line1\":\" \",\"city\":\"C\",\"postcode\":\"P\",\"country\":\"GB\"}",
        "{\"name\":\"N\",\"line1\":\"L\",\"city\":\"C\",\"postcode\":\"P\"}",
        "{\"name\":\"N\\u0000\",\"line1\":\"L\",\"city\":\"C\",\"postcode\":\"P\",\"country\":\"GB\"}"
      })
  void anIncompleteAddressIsUndecodable(String address) {
    assertThatThrownBy(() -> ShippingCommand.read(schedule(address, "1")))
        .isInstanceOf(UndecodableMessageException.class);
  }

  @Test
  void noUnitsAreUndecodable() {
    assertThatThrownBy(() -> ShippingCommand.read(schedule(ADDRESS, "0")))
        .isInstanceOf(UndecodableMessageException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "", "[]", "{\"orderId\":7}"})
  void aCommandWithoutAnOrderIsUndecodable(String body) {
    assertThatThrownBy(() -> ShippingCommand.read(message(ShippingMessages.CANCEL.name(), body)))
        .isInstanceOf(UndecodableMessageException.class);
  }

  @Test
  void anUnknownTypeIsUndecodable() {
    assertThatThrownBy(() -> ShippingCommand.read(message("shipment.lose.v1", "{}")))
        .isInstanceOf(UndecodableMessageException.class);
  }

  private static InboundMessage schedule(String address, String units) {
    return message(
        ShippingMessages.SCHEDULE.name(),
        "{\"orderId\":\"%s\",\"address\":%s,\"units\":%s}".formatted(ORDER, address, units));
  }

  private static InboundMessage message(String type, String body) {
    return new InboundMessage(
        UUID.randomUUID(), type, "order", "order", ORDER, 1, ORDER, Buffer.buffer(body));
  }
}
