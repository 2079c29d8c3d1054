package io.jangteo.catalog.api;

import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.bus.BusRequest;
import io.jangteo.bus.BusService;
import io.jangteo.catalog.application.BrowseProducts;
import io.jangteo.catalog.application.BrowseProducts.Page;
import io.jangteo.catalog.application.ProductStore;
import io.jangteo.catalog.application.WriteProduct;
import io.jangteo.catalog.domain.EntityTags;
import io.jangteo.catalog.domain.Product;
import io.jangteo.catalog.domain.Sku;
import io.jangteo.contracts.Money;
import io.jangteo.runtime.failure.FieldChecks;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looking at products, on the bus. */
public final class ProductReading {
  private static final int PAGE_DEFAULT = 20;
  private static final int PAGE_MAX = 100;
  private static final int WORDS_LENGTH_MAX = 200;

  private final ProductStore products;
  private final BrowseProducts browse;

  private record PageView(List<ProductView> items, String next) {
    static PageView of(Page page) {
      return new PageView(
          page.items().stream().map(ProductView::of).toList(),
          page.next().map(Cursor::encode).orElse(null));
    }
  }

  private record Quote(String sku, String name, Money price) {
    static Quote of(Product product) {
      ProductView view = ProductView.of(product);
      return new Quote(view.sku(), view.name(), view.price());
    }
  }

  private record Quotes(List<Quote> products) {}

  public ProductReading(ProductStore products, BrowseProducts browse) {
    this.products = products;
    this.browse = browse;
  }

  /** Adds these operations to the service. */
  public void addTo(BusService.Builder service) {
    service
        .on("listProducts", this::list)
        .on("getProduct", this::get)
        .on("quoteProducts", this::quote);
  }

  private Future<BusReply> list(BusRequest request) {
    Optional<String> words = request.query("q").filter(text -> !text.isBlank());
    new FieldChecks().optionalText("query.q", words.orElse(null), 1, WORDS_LENGTH_MAX).throwIfAny();
    Optional<Sku> after = request.query("after").map(Cursor::decode);
    return browse
        .page(words, after, request.query("limit", PAGE_DEFAULT, 1, PAGE_MAX))
        .map(page -> BusReply.ok(PageView.of(page)));
  }

  private Future<BusReply> get(BusRequest request) {
    Sku sku = RequestParts.sku(request);
    Optional<EntityTags> known = RequestParts.tags(request, BusHeaders.IF_NONE_MATCH);
    return products
        .find(sku)
        .map(found -> found.orElseThrow(WriteProduct::missing))
        .map(product -> reply(product, known));
  }

  private static BusReply reply(Product product, Optional<EntityTags> known) {
    String tag = EntityTags.of(product.version());
    return known.filter(tags -> tags.matchWeakly(product.version())).isPresent()
        ? BusReply.notModified(tag)
        : BusReply.ok(ProductView.of(product)).with(BusHeaders.ETAG, tag);
  }

  /** For other services: names and prices of the products of these codes that are listed. */
  private Future<BusReply> quote(BusRequest request) {
    QuoteRequest body = request.body(QuoteRequest.class);
    return products
        .findAll(Set.copyOf(body.skus()))
        .map(found -> BusReply.ok(new Quotes(found.stream().map(Quote::of).toList())));
  }
}
