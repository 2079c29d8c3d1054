package io.jangteo.inventory.api;

import io.jangteo.inventory.domain.Entry;
import io.jangteo.inventory.domain.EntryKind;
import io.jangteo.runtime.failure.FieldChecks;
import io.jangteo.runtime.failure.ServiceFailure;
import java.util.regex.Pattern;

/** The body of a receipt or correction. */
record StockEntryRequest(Long quantity, String reference) {
  private static final long MOST = 1_000_000_000L;
  private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._:/#-]{0,99}");

  StockEntryRequest {
    new FieldChecks()
        .required("/quantity", quantity)
        .matches(
            "/reference",
            reference,
            REFERENCE,
            "1 to 100 letters, digits, spaces or ._:/#- and begin with a letter or digit")
        .throwIfAny();
  }

  /**
   * @throws ServiceFailure when that kind of entry cannot have the quantity
   */
  Entry toEntry(EntryKind kind, String sku) {
    long least = kind == EntryKind.RECEIPT ? 1 : -MOST;
    new FieldChecks()
        .range("/quantity", quantity, least, MOST)
        .that(quantity != 0 || least == 1, "/quantity", "must not be 0")
        .throwIfAny();
    return new Entry(kind, sku, quantity, reference);
  }
}
