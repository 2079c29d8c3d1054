package io.jangteo.member;

import io.jangteo.member.application.SeedConfig;
import io.jangteo.member.application.TokenConfig;
import io.jangteo.member.crypto.HashingConfig;
import io.jangteo.persistence.DatabaseConfig;

/** Settings of the member service, under the prefix {@code member}. */
public record MemberConfig(
    DatabaseConfig db, HashingConfig hashing, TokenConfig tokens, SeedConfig seed) {}
