package io.jangteo.member.application;

import io.jangteo.member.domain.Email;
import io.jangteo.member.domain.Passwords;
import io.jangteo.runtime.config.Secret;
import io.jangteo.runtime.config.Setting;

/** Accounts that must exist before anyone can give roles. An empty address means none. */
public record SeedConfig(
    @Setting(defaultValue = "", doc = "E-mail address of the merchant account.")
        String merchantEmail,
    @Setting(defaultValue = "", doc = "Password of the merchant account.") Secret merchantPassword,
    @Setting(defaultValue = "", doc = "E-mail address of the operator account.")
        String operatorEmail,
    @Setting(defaultValue = "", doc = "Password of the operator account.")
        Secret operatorPassword) {
  public SeedConfig {
    requireWhole("merchant", merchantEmail, merchantPassword);
    requireWhole("operator", operatorEmail, operatorPassword);
  }

  private static void requireWhole(String account, String email, Secret password) {
    if (email.isEmpty()) {
      return;
    }
    if (!Email.isValid(email)) {
      throw new IllegalArgumentException(account + "Email is not an e-mail address");
    }
    if (!Passwords.isAcceptable(password.value())) {
      throw new IllegalArgumentException(account + "Password must have from 10 to 128 characters");
    }
  }
}
