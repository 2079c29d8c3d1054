package io.jangteo.member.domain;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An e-mail address as accounts are known by: lower case, of a shape mail systems accept. That
 * someone reads mail there is not known.
 */
public record Email(String value) {
  private static final int LENGTH_MAX = 254;
  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern SHAPE =
      Pattern.compile("[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@" + LABEL + "(?:\\." + LABEL + "){0,12}");

  public Email {
    if (value.length() > LENGTH_MAX || !SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("is not an e-mail address");
    }
  }

  /**
   * Reads an address in any case.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Email of(String text) {
    return new Email(text.toLowerCase(Locale.ROOT));
  }

  /** Whether {@link #of} would accept it. */
  public static boolean isValid(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.length() <= LENGTH_MAX && SHAPE.matcher(lower).matches();
  }
}
