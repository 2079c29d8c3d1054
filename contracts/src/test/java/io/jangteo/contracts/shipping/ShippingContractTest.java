package io.jangteo.contracts.shipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.contracts.ContractDocuments;
import io.jangteo.contracts.MessageSchemas;
import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.order.OrderMessages;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ShippingContractTest {
  private static final UUID ORDER = UUID.fromString("01933333-3333-7333-8333-333333333333");
  private static final UUID SHIPMENT = UUID.fromString("01944444-4444-7444-8444-444444444444");
  private static final Address ADDRESS =
      new Address("A. Name", "1 Street", null, "London", "N1 1AA", "GB");

  static Stream<Arguments> samples() {
    return Stream.of(
        Arguments.of(ShippingMessages.SCHEDULE, new ScheduleShipment(ORDER, ADDRESS, 3)),
        Arguments.of(ShippingMessages.CANCEL, new CancelShipment(ORDER)),
        Arguments.of(
            ShippingMessages.SCHEDULED,
            new ShipmentScheduled(ORDER, SHIPMENT, "JT00000000000000000000000011")),
        Arguments.of(ShippingMessages.REFUSED, new ShipmentRefused(ORDER, "address-not-served")),
        Arguments.of(ShippingMessages.CANCELLED, new ShipmentCancelled(ORDER)),
        Arguments.of(ShippingMessages.HANDED_OVER, new ShipmentHandedOver(ORDER, SHIPMENT)),
        Arguments.of(ShippingMessages.DELIVERED, new ShipmentDelivered(ORDER, SHIPMENT)));
  }

  @ParameterizedTest
  @MethodSource("samples")
  <T> void recordAndSchemaAgree(MessageType<T> type, Object sample) {
    MessageSchemas.assertPinned(type, type.payload().cast(sample));
  }

  @Test
  void everyMessageHasASampleAndIsInTheDocument() {
    List<String> own =
        Stream.concat(ShippingMessages.COMMANDS.stream(), ShippingMessages.EVENTS.stream())
            .map(MessageType::name)
            .toList();

    assertThat(samples().map(sample -> ((MessageType<?>) sample.get()[0]).name()))
        .containsExactlyInAnyOrderElementsOf(own);
    assertThat(ContractDocuments.messageNames(ContractDocuments.read("shipping", "asyncapi.yaml")))
        .containsAll(own)
        .contains(OrderMessages.COMPLETED.name())
        .hasSize(own.size() + 1);
  }

  @Test
  void schemaRefusesACountryThatIsNoCode() {
    Address wrong = new Address("A. Name", "1 Street", null, "London", "N1 1AA", "England");

    assertThatThrownBy(
            () ->
                MessageSchemas.assertPinned(
                    ShippingMessages.SCHEDULE, new ScheduleShipment(ORDER, wrong, 3)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("country");
  }

  @Test
  void documentsAreWhole() {
    JsonNode openapi = ContractDocuments.read("shipping", "openapi.yaml");
    JsonNode asyncapi = ContractDocuments.read("shipping", "asyncapi.yaml");

    assertThat(ContractDocuments.incompleteOperations(openapi)).isEmpty();
    assertThat(ContractDocuments.danglingReferences(openapi)).isEmpty();
    assertThat(ContractDocuments.danglingReferences(asyncapi)).isEmpty();
  }
}
