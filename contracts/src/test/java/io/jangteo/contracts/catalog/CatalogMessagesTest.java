package io.jangteo.contracts.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.contracts.MessageSchemas;
import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Money;
import org.junit.jupiter.api.Test;

class CatalogMessagesTest {
  private static final Money PRICE = new Money(255, "GBP");

  @Test
  void listedIsAsPublished() {
    MessageSchemas.assertPinned(
        CatalogMessages.LISTED, new ProductListed("85123A", "White hanging heart", PRICE, 1));
  }

  @Test
  void changedIsAsPublished() {
    MessageSchemas.assertPinned(
        CatalogMessages.CHANGED, new ProductChanged("85123A", "White hanging heart", 2));
  }

  @Test
  void priceChangedIsAsPublished() {
    MessageSchemas.assertPinned(
        CatalogMessages.PRICE_CHANGED,
        new ProductPriceChanged("85123A", PRICE, new Money(295, "GBP"), 3));
  }

  @Test
  void withdrawnIsAsPublished() {
    MessageSchemas.assertPinned(CatalogMessages.WITHDRAWN, new ProductWithdrawn("BANK CHARGES", 4));
  }

  @Test
  void namesOnTheWireStay() {
    assertThat(CatalogMessages.EVENTS)
        .extracting(MessageType::name)
        .containsExactly(
            "product.listed.v1",
            "product.changed.v1",
            "product.price-changed.v1",
            "product.withdrawn.v1");
    assertThat(CatalogMessages.LISTED.exchange()).isEqualTo("jangteo.catalog.events");
  }
}
