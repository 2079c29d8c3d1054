package io.jangteo.inventory.application;

import io.jangteo.inventory.domain.StockLevel;

/** What became of a receipt or correction. */
public sealed interface EntryOutcome {
  /** It is in the books, now or since an earlier request; {@code after} is the level it led to. */
  record Accepted(StockLevel after) implements EntryOutcome {}

  /** The reference stands for another quantity. */
  record ReferenceTaken() implements EntryOutcome {}

  /** Goods held for orders would no longer be there. */
  record HeldGoodsMissing(StockLevel level) implements EntryOutcome {}

  /** A product never received cannot be corrected downwards. */
  record UnknownProduct() implements EntryOutcome {}
}
