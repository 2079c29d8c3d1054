package io.jangteo.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jangteo.loadtest.profile.Shopper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderBodyTest {
  @Test
  void linesCarryTheCodesOfTheShelf() throws IOException {
    String json =
        OrderBody.json(
            List.of(new Shopper.Line("85123A", 6), new Shopper.Line("POST", 1)), "tok_ok");
    JsonNode body = new ObjectMapper().readTree(json);
    assertThat(body.path("lines").findValuesAsText("sku")).containsExactly("LT-85123A", "LT-POST");
    assertThat(body.path("lines").findValuesAsText("quantity")).containsExactly("6", "1");
    assertThat(body.path("payment").path("token").asText()).isEqualTo("tok_ok");
    assertThat(body.path("shippingAddress").path("country").asText()).isEqualTo("GB");
  }
}
