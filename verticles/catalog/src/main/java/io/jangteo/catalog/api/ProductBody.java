package io.jangteo.catalog.api;

import io.jangteo.catalog.domain.Content;
import io.jangteo.catalog.domain.Price;
import io.jangteo.runtime.failure.FieldChecks;
import java.util.Optional;

/**
 * The body of {@code putProduct}. What a client read may be sent back as it is, so code and version
 * are taken too; they decide nothing.
 */
record ProductBody(String sku, String name, String description, PriceBody price, Long version) {
  private static final int DESCRIPTION_MAX = 4_000;

  /** A price as it is sent. */
  record PriceBody(Long amountMinor, String currency) {
    PriceBody {
      new FieldChecks()
          .required("/amountMinor", amountMinor)
          .range("/amountMinor", amountMinor == null ? 1 : amountMinor, 1, Price.AMOUNT_MAX)
          .required("/currency", currency)
          .throwIfAny();
    }
  }

  ProductBody {
    new FieldChecks()
        .text("/name", name, 1, 200)
        .that(name == null || !name.isBlank(), "/name", "must not be blank")
        .that(
            description == null || isProse(description),
            "/description",
            "must have at most 4000 characters, line breaks but no other control characters")
        .required("/price", price)
        .throwIfAny();
  }

  private static boolean isProse(String text) {
    return text.codePointCount(0, text.length()) <= DESCRIPTION_MAX
        && text.codePoints()
            .noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t');
  }

  Content content() {
    return new Content(
        name, Optional.ofNullable(description), new Price(price.amountMinor(), price.currency()));
  }
}
