package io.jangteo.loadtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jangteo.loadtest.marketplace.Shelf;
import io.jangteo.loadtest.profile.Shopper;
import java.util.List;
import java.util.Map;

/** What is sent to place an order. */
final class OrderBody {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> ADDRESS =
      Map.of(
          "name", "Load",
          "line1", "1 Market Place",
          "city", "London",
          "postcode", "EC1A 1BB",
          "country", "GB");

  private OrderBody() {}

  static String json(List<Shopper.Line> basket, String cardToken) {
    try {
      return JSON.writeValueAsString(
          Map.of(
              "lines", basket.stream().map(OrderBody::line).toList(),
              "shippingAddress", ADDRESS,
              "payment", Map.of("token", cardToken)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps and strings can be written", e);
    }
  }

  private static Map<String, Object> line(Shopper.Line line) {
    return Map.of("sku", Shelf.sku(line.sku()), "quantity", line.quantity());
  }
}
