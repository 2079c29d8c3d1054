package io.jangteo.inventory.domain;

import java.util.regex.Pattern;

/** The form of stock codes; they are text everywhere and compared as such. */
public final class Sku {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}");

  private Sku() {}

  public static boolean isWellFormed(String text) {
    return text != null && FORM.matcher(text).matches();
  }
}
