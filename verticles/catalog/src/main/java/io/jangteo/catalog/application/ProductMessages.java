package io.jangteo.catalog.application;

import io.jangteo.catalog.domain.Price;
import io.jangteo.catalog.domain.ProductFact;
import io.jangteo.catalog.domain.ProductFact.Listed;
import io.jangteo.catalog.domain.ProductFact.Repriced;
import io.jangteo.catalog.domain.ProductFact.Reworded;
import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Money;
import io.jangteo.contracts.catalog.CatalogMessages;
import io.jangteo.contracts.catalog.ProductChanged;
import io.jangteo.contracts.catalog.ProductListed;
import io.jangteo.contracts.catalog.ProductPriceChanged;
import io.jangteo.contracts.catalog.ProductWithdrawn;
import io.jangteo.events.OutboundMessage;
import io.jangteo.runtime.Ids;
import java.util.UUID;

/** Facts in the published language. */
final class ProductMessages {
  private static final String AGGREGATE = "product";

  /** Under it a stock code always becomes the same id. It must never change. */
  private static final UUID PRODUCTS = UUID.fromString("5d6b7a52-0c0e-5d0b-9a55-3f6f5b1f7c11");

  private ProductMessages() {}

  static OutboundMessage of(ProductFact fact) {
    String sku = fact.sku().value();
    long version = fact.version();
    if (fact instanceof Listed listed) {
      return message(
          fact,
          CatalogMessages.LISTED,
          new ProductListed(sku, listed.name(), money(listed.price()), version));
    }
    if (fact instanceof Reworded reworded) {
      return message(
          fact, CatalogMessages.CHANGED, new ProductChanged(sku, reworded.name(), version));
    }
    if (fact instanceof Repriced repriced) {
      return message(
          fact,
          CatalogMessages.PRICE_CHANGED,
          new ProductPriceChanged(sku, money(repriced.before()), money(repriced.after()), version));
    }
    return message(fact, CatalogMessages.WITHDRAWN, new ProductWithdrawn(sku, version));
  }

  private static <T> OutboundMessage message(ProductFact fact, MessageType<T> type, T payload) {
    UUID product = Ids.named(PRODUCTS, fact.sku().value());
    return new OutboundMessage(
        Ids.named(product, type.name() + "/" + fact.version()),
        type,
        AGGREGATE,
        product,
        fact.version(),
        product,
        payload);
  }

  private static Money money(Price price) {
    return new Money(price.amountMinor(), price.currency());
  }
}
