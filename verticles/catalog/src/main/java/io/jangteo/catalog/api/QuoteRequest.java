package io.jangteo.catalog.api;

import io.jangteo.runtime.failure.FieldChecks;
import java.util.List;

/** The body of {@code quoteProducts}. A code may be named more than once. */
record QuoteRequest(List<String> skus) {
  QuoteRequest {
    new FieldChecks().size("/skus", skus, 1, 1_000).throwIfAny();
  }
}
