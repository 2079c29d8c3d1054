package io.jangteo.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.Contract;
import io.jangteo.order.domain.OrderEventType;
import io.jangteo.order.domain.OrderStatus;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class OrderContractTest {
  private final Contract contract = Contract.load("order");
  private final JsonNode document = contract.document();

  @Test
  void namesTheOperationsOfTheService() {
    assertThat(contract.operationIds())
        .containsExactlyInAnyOrder(
            "placeOrder",
            "listOrders",
            "getOrder",
            "getOrderEvents",
            "cancelOrder",
            "listTroubledSagas",
            "getSaga",
            "resumeSaga",
            "skipSagaStep",
            "forceCompensation",
            "listParkedMessages",
            "showParkedMessage",
            "retryParkedMessage",
            "retryParkedMessages",
            "skipParkedMessage",
            "replayMessages");
  }

  @Test
  void everyReferenceLeadsSomewhereInTheDocument() {
    assertThat(document.findValuesAsText("$ref"))
        .isNotEmpty()
        .allSatisfy(ref -> assertThat(document.at(ref.substring(1)).isMissingNode()).isFalse());
  }

  @Test
  void namesEveryStatusAndEveryEvent() {
    assertThat(texts("/components/schemas/Status/enum"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(OrderStatus.values()).map(Enum::name).toList());
    assertThat(texts("/components/schemas/OrderEvent/properties/type/enum"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(OrderEventType.values()).map(OrderEventType::storedName).toList());
  }

  private List<String> texts(String pointer) {
    return StreamSupport.stream(document.at(pointer).spliterator(), false)
        .map(JsonNode::textValue)
        .toList();
  }
}
