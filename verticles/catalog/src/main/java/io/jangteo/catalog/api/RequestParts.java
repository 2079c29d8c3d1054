package io.jangteo.catalog.api;

import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusRequest;
import io.jangteo.catalog.domain.EntityTags;
import io.jangteo.catalog.domain.Preconditions;
import io.jangteo.catalog.domain.Sku;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import java.util.Optional;

/** What several operations read from a request. */
final class RequestParts {
  private RequestParts() {}

  static Sku sku(BusRequest request) {
    String text = request.path("sku");
    if (!Sku.isValid(text)) {
      throw ServiceFailure.ofField(FailureCode.INVALID_REQUEST, "path.sku", "is not a stock code");
    }
    return new Sku(text);
  }

  static Preconditions preconditions(BusRequest request) {
    return new Preconditions(
        tags(request, BusHeaders.IF_MATCH), tags(request, BusHeaders.IF_NONE_MATCH));
  }

  static Optional<EntityTags> tags(BusRequest request, String header) {
    try {
      return request.header(header).map(EntityTags::parse);
    } catch (IllegalArgumentException e) {
      String name = header.equals(BusHeaders.IF_MATCH) ? "If-Match" : "If-None-Match";
      throw ServiceFailure.ofField(FailureCode.INVALID_REQUEST, "header." + name, e.getMessage());
    }
  }
}
