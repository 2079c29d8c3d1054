package io.jangteo.catalog.api;

import io.jangteo.catalog.domain.Sku;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where a page ends, as text that clients hand back and need not understand. */
final class Cursor {
  /** Another way of paging will start with another letter, so that old cursors are not misread. */
  private static final String KIND = "s";

  private Cursor() {}

  static String encode(Sku last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((KIND + last.value()).getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * @throws ServiceFailure {@code INVALID_REQUEST} naming {@code query.after} when we did not write
   *     the text
   */
  static Sku decode(String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
      Sku last = new Sku(plain.startsWith(KIND) ? plain.substring(KIND.length()) : "");
      if (encode(last).equals(text)) {
        return last;
      }
    } catch (IllegalArgumentException e) {
      // Reported below, like any text of other origin.
    }
    throw ServiceFailure.ofField(
        FailureCode.INVALID_REQUEST, "query.after", "must be the 'next' of an earlier page");
  }
}
