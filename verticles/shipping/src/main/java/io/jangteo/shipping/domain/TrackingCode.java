package io.jangteo.shipping.domain;

import java.math.BigInteger;
import java.util.UUID;

/**
 * The number a parcel is followed by: the shipment's id in Crockford's base 32, which has no
 * letters that look like digits.
 */
public final class TrackingCode {
  private static final String PREFIX = "JT";
  private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
  private static final int LENGTH = 26;
  private static final BigInteger LOW_BITS = BigInteger.valueOf(31);

  private TrackingCode() {}

  /** Different for different shipments, always the same for one. */
  public static String of(UUID shipmentId) {
    BigInteger rest = new BigInteger(shipmentId.toString().replace("-", ""), 16);
    char[] digits = new char[LENGTH];
    for (int i = LENGTH - 1; i >= 0; i--) {
      digits[i] = ALPHABET[rest.and(LOW_BITS).intValue()];
      rest = rest.shiftRight(5);
    }
    return PREFIX + new String(digits);
  }
}
