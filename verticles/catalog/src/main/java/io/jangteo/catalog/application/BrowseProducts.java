package io.jangteo.catalog.application;

import io.jangteo.catalog.domain.Product;
import io.jangteo.catalog.domain.Sku;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Pages through what is listed, in the order of the codes, with or without words to search for. A
 * product that is listed throughout appears on exactly one page, whatever changes meanwhile.
 */
public final class BrowseProducts {
  private final ProductStore products;

  /**
   * One page.
   *
   * @param next the code the following page starts behind; empty on the last
   */
  public record Page(List<Product> items, Optional<Sku> next) {
    public Page {
      items = List.copyOf(items);
    }
  }

  public BrowseProducts(ProductStore products) {
    this.products = products;
  }

  public Future<Page> page(Optional<String> words, Optional<Sku> after, int limit) {
    return products.page(words, after, limit + 1).map(found -> cut(found, limit));
  }

  private static Page cut(List<Product> found, int limit) {
    if (found.size() <= limit) {
      return new Page(found, Optional.empty());
    }
    return new Page(found.subList(0, limit), Optional.of(found.get(limit - 1).sku()));
  }
}
