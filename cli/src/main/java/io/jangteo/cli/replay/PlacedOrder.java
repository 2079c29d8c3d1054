package io.jangteo.cli.replay;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** An order as the service reports it: the numbers a replay ends on are sums of these. */
record PlacedOrder(String id, String status, int lines, long units, long pence) {
  private static final Set<String> ENDS = Set.of("COMPLETED", "COMPENSATED", "PARKED");

  static PlacedOrder of(JsonNode body) {
    long units = 0;
    for (JsonNode line : body.path("lines")) {
      units += line.path("quantity").asLong();
    }
    return new PlacedOrder(
        body.path("id").asText(),
        body.path("status").asText(),
        body.path("lines").size(),
        units,
        body.path("total").path("amountMinor").asLong());
  }

  @JsonIgnore
  boolean isEnded() {
    return ENDS.contains(status);
  }
}
