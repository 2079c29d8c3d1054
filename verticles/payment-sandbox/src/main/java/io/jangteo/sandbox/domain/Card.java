package io.jangteo.sandbox.domain;

import java.util.Arrays;

/** The cards there are; each behaves in one way. Any other token is of an unknown card. */
public enum Card {
  /** Pays. */
  OK("tok_ok"),
  /** Is refused at authorisation. */
  DECLINED("tok_declined"),
  /** Is authorised, but late. */
  SLOW("tok_slow"),
  /** Authorisation and capture happen, and their replies are lost. */
  TIMEOUT_AFTER_CHARGE("tok_timeout_after_charge"),
  /** The first two attempts of a key fail without effect. */
  FAIL_TWICE("tok_fail_2"),
  /** Is refused at authorisation. */
  UNKNOWN("");

  private final String token;

  Card(String token) {
    this.token = token;
  }

  public static Card of(String token) {
    return Arrays.stream(values())
        .filter(card -> card.token.equals(token))
        .findFirst()
        .orElse(UNKNOWN);
  }
}
