package io.jangteo.inventory.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.inventory.InventoryMessages;
import io.jangteo.events.InboundMessage;
import io.jangteo.events.UndecodableMessageException;
import io.jangteo.inventory.domain.Command;
import io.jangteo.inventory.domain.Line;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StockCommandTest {
  private static final UUID ORDER = UUID.fromString("01933333-3333-7333-8333-333333333333");

  @Test
  void aReservationIsReadWithItsLinesAndUnknownFieldsAreIgnored() {
    StockCommand command =
        StockCommand.read(
            message(
                InventoryMessages.RESERVE.name(),
                "{\"orderId\":\""
                    + ORDER
                    + "\",\"lines\":[{\"sku\":\"M\",\"quantity\":3}],\"x\":1}"));

    assertThat(command.command()).isEqualTo(Command.RESERVE);
    assertThat(command.orderId()).isEqualTo(ORDER);
    assertThat(command.lines()).containsExactly(new Line("M", 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{\"sku\":\"M\",\"quantity\":0}]",
        "[{\"sku\":\"M\",\"quantity\":-1}]",
        "[{\"sku\":\"M\"}]",
        "[{\"quantity\":1}]",
        "[null]",
        "null",
        "\"M\"",
        "[{\"sku\":\"\\u0000\",\"quantity\":1}]",
        "[{\"sku\":\"M\",\"quantity\":99999999999}]",
        "[{\"sku\":\"M\",\"quantity\":1},{\"sku\":\"M\",\"quantity\":2}]"
      })
  void linesThatBreakTheContractAreUndecodable(String lines) {
    InboundMessage message =
        message(
            InventoryMessages.RESERVE.name(),
            "{\"orderId\":\"" + ORDER + "\",\"lines\":" + lines + "}");

    assertThatThrownBy(() -> StockCommand.read(message))
        .isInstanceOf(UndecodableMessageException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"orderId\":null}", "{\"orderId\":\"x\"}", "", "null", "{"})
  void aCommandWithoutAnOrderIsUndecodable(String body) {
    for (MessageType<?> type : InventoryMessages.COMMANDS) {
      assertThatThrownBy(() -> StockCommand.read(message(type.name(), body)))
          .as(type.name())
          .isInstanceOf(UndecodableMessageException.class);
    }
  }

  @Test
  void anUnknownTypeIsUndecodable() {
    assertThatThrownBy(() -> StockCommand.read(message("stock.steal.v1", "{}")))
        .isInstanceOf(UndecodableMessageException.class);
  }

  private static InboundMessage message(String type, String body) {
    return new InboundMessage(
        UUID.randomUUID(), type, "order", "order", ORDER, 1, ORDER, Buffer.buffer(body));
  }
}
