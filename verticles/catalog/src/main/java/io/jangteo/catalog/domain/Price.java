package io.jangteo.catalog.domain;

/**
 * What one unit costs, in minor units (pence, cents).
 *
 * @param currency ISO 4217, three capitals
 */
public record Price(long amountMinor, String currency) {
  public static final long AMOUNT_MAX = 1_000_000_000_000L;

  public Price {
    if (amountMinor < 1 || amountMinor > AMOUNT_MAX) {
      throw new IllegalArgumentException("a price is from 1 to " + AMOUNT_MAX + " minor units");
    }
  }
}
