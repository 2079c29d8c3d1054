package io.jangteo.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jangteo.runtime.json.Json;
import java.util.Set;
import java.util.UUID;

/**
 * Who a request is made for, as verified at the edge.
 *
 * @param sub the account
 * @param roles what it may do, in lower case
 */
public record Principal(UUID sub, Set<String> roles) {
  public Principal {
    roles = Set.copyOf(roles);
  }

  public boolean hasRole(String role) {
    return roles.contains(role);
  }

  /** The header value. */
  public String encode() {
    return Json.encodeToString(this);
  }

  static Principal decode(String header) throws JsonProcessingException {
    return Json.LENIENT.readValue(header, Principal.class);
  }
}
