package io.jangteo.member.api;

import io.jangteo.member.domain.Email;
import io.jangteo.member.domain.Passwords;
import io.jangteo.runtime.failure.FieldChecks;

/** The body of {@code registerMember}. */
record RegistrationRequest(String email, String password, String name) {
  RegistrationRequest {
    new FieldChecks()
        .required("/email", email)
        .that(email == null || Email.isValid(email), "/email", "is not an e-mail address")
        .text("/password", password, Passwords.LENGTH_MIN, Passwords.LENGTH_MAX)
        .text("/name", name, 1, 100)
        .throwIfAny();
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "RegistrationRequest[***]";
  }
}
