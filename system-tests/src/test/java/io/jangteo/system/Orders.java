package io.jangteo.system;

import io.jangteo.marketplace.client.Answer;
import io.jangteo.marketplace.client.GatewayClient;
import io.jangteo.marketplace.client.Session;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Bodies and calls that several tests need. */
final class Orders {
  static final Map<String, String> LONDON =
      Map.of(
          "name", "A. Buyer",
          "line1", "1 Market Place",
          "city", "London",
          "postcode", "EC1A 1BB",
          "country", "GB");

  private Orders() {}

  /** A valid order of one line; change what a test is about. */
  static Map<String, Object> body(String sku, int quantity) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("lines", List.of(Map.of("sku", sku, "quantity", quantity)));
    body.put("shippingAddress", LONDON);
    body.put("payment", Map.of("token", "tok_ok"));
    return body;
  }

  /** Places an order and waits for its end. */
  static Answer place(GatewayClient gateway, Session session, String key, Map<String, Object> body)
      throws IOException, InterruptedException {
    Map<String, String> headers = new HashMap<>(session.authorization());
    headers.put("Idempotency-Key", key);
    headers.put("Prefer", "wait=20");
    return gateway.once("POST", "/orders", body, headers);
  }
}
