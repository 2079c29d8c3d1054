package io.jangteo.marketplace;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.marketplace.client.Answer;
import io.jangteo.marketplace.client.GatewayClient;
import io.jangteo.marketplace.client.Session;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * A few products to look at and buy, put in through the gateway as any merchant would. Keys and
 * references are fixed, so that a second start changes nothing.
 */
public final class BuiltInCatalogue {
  private static final String RESOURCE = "built-in-catalogue.json";
  private static final String REFERENCE = "built-in-catalogue";

  private final GatewayClient gateway;
  private final Session merchant;

  public BuiltInCatalogue(GatewayClient gateway, Session merchant) {
    this.gateway = gateway;
    this.merchant = merchant;
  }

  /** Lists every product that is not listed yet and receives its first stock. */
  public void load() throws IOException, InterruptedException {
    try (InputStream in = BuiltInCatalogue.class.getResourceAsStream(RESOURCE)) {
      for (JsonNode product : Json.LENIENT.readTree(in)) {
        load(product);
      }
    }
  }

  private void load(JsonNode product) throws IOException, InterruptedException {
    String sku = product.path("sku").asText();
    Map<String, String> ifAbsent = new HashMap<>(merchant.authorization());
    ifAbsent.put("If-None-Match", "*");
    Map<String, Object> listing =
        Map.of(
            "name", product.path("name").asText(),
            "description", product.path("description").asText(),
            "price", Map.of("amountMinor", product.path("pence").asLong(), "currency", "GBP"));
    Answer listed = gateway.call("PUT", "/products/" + sku, listing, ifAbsent);
    if (listed.status() == 412) {
      return;
    }
    require(listed, "listing " + sku);
    require(
        gateway.call(
            "POST",
            "/stock/" + sku + "/receipts",
            Map.of("quantity", product.path("stock").asLong(), "reference", REFERENCE),
            merchant.authorization()),
        "receiving " + sku);
  }

  private static void require(Answer answer, String what) throws IOException {
    if (!answer.isSuccess()) {
      throw new IOException(what + " was refused: " + answer.summary());
    }
  }
}
