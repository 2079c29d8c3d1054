package io.jangteo.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jangteo.runtime.json.Json;
import java.util.Objects;
import java.util.Optional;
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
    Objects.requireNonNull(sub, "sub");
    roles = Set.copyOf(roles);
  }

  public boolean hasRole(String role) {
    return roles.contains(role);
  }

  /** The header value. */
  public String encode() {
    return Json.encodeToString(this);
  }

  /** Empty when the claims are not those of a principal. */
  static Optional<Principal> decode(String header) {
    try {
      return Optional.ofNullable(Json.LENIENT.readValue(header, Principal.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
