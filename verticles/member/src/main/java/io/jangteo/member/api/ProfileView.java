package io.jangteo.member.api;

import io.jangteo.member.domain.Member;
import io.jangteo.member.domain.Role;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A member as it sees itself. */
record ProfileView(UUID id, String email, String name, List<String> roles, Instant createdAt) {
  static ProfileView of(Member member) {
    return new ProfileView(
        member.id(),
        member.email().value(),
        member.name(),
        member.roles().stream().map(Role::wireName).sorted().toList(),
        member.createdAt());
  }
}
