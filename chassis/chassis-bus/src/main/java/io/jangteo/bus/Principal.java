package io.jangteo.bus;

import java.util.Objects;
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
}
