package io.jangteo.member.domain;

import java.text.Normalizer;

/** What may be a password. Length is all that is asked: rules on characters weaken choices. */
public final class Passwords {
  public static final int LENGTH_MIN = 10;
  public static final int LENGTH_MAX = 128;

  private Passwords() {}

  /** One spelling of what may be typed in several: keyboards differ in how they compose accents. */
  public static String canonical(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFC);
  }

  /** Whether the length is within bounds, in characters as a person counts them. */
  public static boolean isAcceptable(String password) {
    int length = password.codePointCount(0, password.length());
    return length >= LENGTH_MIN && length <= LENGTH_MAX;
  }
}
