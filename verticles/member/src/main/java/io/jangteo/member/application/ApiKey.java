package io.jangteo.member.application;

import io.jangteo.member.domain.Role;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A machine client, without its secret.
 *
 * @param id also the subject of what it does
 * @param operations it is good for; all that its roles allow if empty
 */
public record ApiKey(
    UUID id,
    String name,
    Set<Role> roles,
    Set<String> operations,
    UUID createdBy,
    Instant createdAt,
    Optional<Instant> expiresAt,
    Optional<Instant> revokedAt) {}
