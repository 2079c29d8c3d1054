package io.jangteo.member.api;

import io.jangteo.runtime.failure.FieldChecks;

/** The body of {@code refreshSession}. */
record RefreshRequest(String refreshToken) {
  RefreshRequest {
    new FieldChecks().text("/refreshToken", refreshToken, 1, 128).throwIfAny();
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "RefreshRequest[***]";
  }
}
