package io.jangteo.member.api;

import io.jangteo.member.domain.Email;
import io.jangteo.member.domain.Passwords;
import io.jangteo.runtime.failure.FieldChecks;

/** The body of {@code createSession}. */
record SessionRequest(String email, String password) {
  SessionRequest {
    new FieldChecks()
        .required("/email", email)
        .that(email == null || Email.isValid(email), "/email", "is not an e-mail address")
        .text("/password", password, 1, Passwords.LENGTH_MAX)
        .throwIfAny();
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "SessionRequest[***]";
  }
}
