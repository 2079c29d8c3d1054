package io.jangteo.member.api;

import io.jangteo.member.domain.Passwords;
import io.jangteo.runtime.failure.FieldChecks;

/** The body of {@code updateOwnProfile}: what is absent stays as it is. */
record ProfileUpdate(String name, String password, String currentPassword) {
  ProfileUpdate {
    new FieldChecks()
        .that(name != null || password != null, "/", "must hold a name or a password")
        .optionalText("/name", name, 1, 100)
        .optionalText("/password", password, Passwords.LENGTH_MIN, Passwords.LENGTH_MAX)
        .that(
            password == null || currentPassword != null,
            "/currentPassword",
            "is required to change the password")
        .optionalText("/currentPassword", currentPassword, 1, Passwords.LENGTH_MAX)
        .throwIfAny();
  }

  /** Without the passwords. */
  @Override
  public String toString() {
    return "ProfileUpdate[***]";
  }
}
