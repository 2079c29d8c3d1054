package io.jangteo.simulation.market;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What the clients tried and what they were told. */
final class Journal {
  private final Set<String> attempted = new LinkedHashSet<>();
  private final Map<String, UUID> accepted = new LinkedHashMap<>();
  private final Map<String, String> responses = new LinkedHashMap<>();
  private String contradiction;

  void attempted(String key) {
    attempted.add(key);
  }

  void accepted(String key, UUID orderId, String response) {
    UUID before = accepted.putIfAbsent(key, orderId);
    String said = responses.putIfAbsent(key, response);
    if ((before != null && !before.equals(orderId)) || (said != null && !said.equals(response))) {
      contradiction = key + " was answered differently";
    }
  }

  Set<String> attempted() {
    return attempted;
  }

  Map<String, UUID> accepted() {
    return accepted;
  }

  String contradiction() {
    return contradiction;
  }
}
