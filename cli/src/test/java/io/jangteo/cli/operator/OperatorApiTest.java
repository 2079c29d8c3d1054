package io.jangteo.cli.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.runtime.json.Json;
import org.junit.jupiter.api.Test;

class OperatorApiTest {
  @Test
  void servicesWithParkedMessagesAreFoundInTheDocument() throws Exception {
    JsonNode document =
        Json.LENIENT.readTree(
            """
            {"paths": {"/shipping/parked-messages": {}, "/order/parked-messages": {},
             "/order/parked-messages/{messageId}": {}, "/products": {},
             "/a/b/parked-messages": {}, "/parked-messages": {}}}
            """);

    assertThat(OperatorApi.services(document)).containsExactly("order", "shipping");
  }
}
