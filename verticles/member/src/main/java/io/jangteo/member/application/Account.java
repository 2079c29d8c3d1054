package io.jangteo.member.application;

import io.jangteo.member.domain.Member;
import io.jangteo.member.domain.PasswordHash;

/** A member with the hash of its password. */
public record Account(Member member, PasswordHash passwordHash) {}
