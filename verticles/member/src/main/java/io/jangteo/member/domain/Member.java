package io.jangteo.member.domain;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** An account without its secret. */
public record Member(UUID id, Email email, String name, Set<Role> roles, Instant createdAt) {
  public Member {
    roles = Set.copyOf(roles);
  }
}
