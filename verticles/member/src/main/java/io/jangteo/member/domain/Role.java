package io.jangteo.member.domain;

import java.util.Locale;

/** What an account may do; tokens carry the name in lower case. */
public enum Role {
  CUSTOMER,
  MERCHANT,
  OPERATOR;

  /** The name on the wire and in the database. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The role of that wire name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Role ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
