package io.jangteo.contracts.catalog;

import io.jangteo.contracts.MessageType;
import java.util.List;

/** Durable messages of the catalog service. */
public final class CatalogMessages {
  public static final MessageType<ProductListed> LISTED =
      MessageType.event("catalog", "product.listed.v1", ProductListed.class);
  public static final MessageType<ProductChanged> CHANGED =
      MessageType.event("catalog", "product.changed.v1", ProductChanged.class);
  public static final MessageType<ProductPriceChanged> PRICE_CHANGED =
      MessageType.event("catalog", "product.price-changed.v1", ProductPriceChanged.class);
  public static final MessageType<ProductWithdrawn> WITHDRAWN =
      MessageType.event("catalog", "product.withdrawn.v1", ProductWithdrawn.class);

  /** Every event of this service. */
  public static final List<MessageType<?>> EVENTS =
      List.of(LISTED, CHANGED, PRICE_CHANGED, WITHDRAWN);

  private CatalogMessages() {}
}
