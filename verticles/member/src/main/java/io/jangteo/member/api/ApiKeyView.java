package io.jangteo.member.api;

import io.jangteo.member.application.ApiKey;
import io.jangteo.member.domain.Role;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A key as it is shown.
 *
 * @param key the secret, only when it has just been made; null otherwise
 */
record ApiKeyView(
    UUID id,
    String name,
    List<String> roles,
    List<String> operations,
    UUID createdBy,
    Instant createdAt,
    Instant expiresAt,
    Instant revokedAt,
    String key) {

  static ApiKeyView of(ApiKey key) {
    return of(key, null);
  }

  static ApiKeyView of(ApiKey key, String secret) {
    return new ApiKeyView(
        key.id(),
        key.name(),
        key.roles().stream().map(Role::wireName).sorted().toList(),
        key.operations().stream().sorted().toList(),
        key.createdBy(),
        key.createdAt(),
        key.expiresAt().orElse(null),
        key.revokedAt().orElse(null),
        secret);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "ApiKeyView[" + id + "]";
  }
}
