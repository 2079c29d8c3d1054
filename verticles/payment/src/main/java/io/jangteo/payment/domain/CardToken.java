package io.jangteo.payment.domain;

import java.util.regex.Pattern;

/** Stands for a card at the provider. Reaches no event, log or reply. */
public record CardToken(String value) {
  private static final Pattern FORM = Pattern.compile("tok_[a-z0-9_]{1,60}");

  /** Whether the text can be a token at all; only the provider knows whether it is one. */
  public static boolean isWellFormed(String text) {
    return text != null && FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return "tok_***";
  }
}
