package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.marketplace.client.Answer;
import io.jangteo.marketplace.client.GatewayClient;
import io.jangteo.marketplace.client.Session;
import java.io.IOException;
import java.util.Map;

/** Products that tests trade with. */
final class Products {
  private Products() {}

  /**
   * Lists a product and receives stock of it; done twice it is there once.
   *
   * @param merchant whose product it is
   */
  static void stock(GatewayClient gateway, Session merchant, String sku, long pence, long quantity)
      throws IOException, InterruptedException {
    require(
        gateway.call(
            "PUT",
            "/products/" + sku,
            Map.of("name", sku, "price", Map.of("amountMinor", pence, "currency", "GBP")),
            merchant.authorization()));
    require(
        gateway.call(
            "POST",
            "/stock/" + sku + "/receipts",
            Map.of("quantity", quantity, "reference", sku),
            merchant.authorization()));
  }

  private static void require(Answer answer) {
    assertThat(answer.isSuccess()).as(answer.summary()).isTrue();
  }
}
