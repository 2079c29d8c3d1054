package io.jangteo.catalog.domain;

import java.util.regex.Pattern;

/** The code a product is sold under; case and spaces count. */
public record Sku(String value) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}");

  public Sku {
    if (!isValid(value)) {
      throw new IllegalArgumentException("is not a stock code");
    }
  }

  public static boolean isValid(String text) {
    return SHAPE.matcher(text).matches();
  }
}
