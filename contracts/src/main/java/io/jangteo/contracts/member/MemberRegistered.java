package io.jangteo.contracts.member;

import java.util.UUID;

/** Someone opened an account; who they are is asked of the member service, not broadcast. */
public record MemberRegistered(UUID memberId) {}
