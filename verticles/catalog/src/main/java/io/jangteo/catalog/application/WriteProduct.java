package io.jangteo.catalog.application;

import io.jangteo.catalog.domain.Content;
import io.jangteo.catalog.domain.Preconditions;
import io.jangteo.catalog.domain.Product;
import io.jangteo.catalog.domain.Product.Revision;
import io.jangteo.catalog.domain.Sku;
import io.jangteo.events.Messaging;
import io.jangteo.events.Transaction;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Changes a product and says so, in one transaction. Fails with {@code PRECONDITION_REQUIRED} or
 * {@code PRECONDITION_FAILED} when the writer does not know the product as it is, and with {@code
 * UNAVAILABLE} while messages cannot get out.
 */
public final class WriteProduct {
  private final Messaging messaging;
  private final ProductStore products;

  /** What came of a write. */
  public record Written(Product product, boolean created) {}

  public WriteProduct(Messaging messaging, ProductStore products) {
    this.messaging = messaging;
    this.products = products;
  }

  /** Creates the product, or replaces all of its content. */
  public Future<Written> put(Sku sku, Content content, Preconditions preconditions) {
    return inTransaction(
        transaction ->
            products
                .lock(transaction, sku)
                .compose(found -> put(transaction, sku, found, content, preconditions)));
  }

  private Future<Written> put(
      Transaction transaction,
      Sku sku,
      Optional<Product> found,
      Content content,
      Preconditions preconditions) {
    Optional<Product> listed = found.filter(Product::listed);
    require(preconditions, listed);
    if (found.isEmpty()) {
      return insert(transaction, Product.list(sku, content));
    }
    Revision revision =
        listed.isPresent() ? listed.get().revise(content) : found.get().relist(content);
    return update(transaction, revision).map(product -> new Written(product, listed.isEmpty()));
  }

  /**
   * Changes a listed product to what {@code change} makes of its content. Fails with {@code
   * NOT_FOUND} when there is none, and with what {@code change} throws.
   */
  public Future<Product> patch(
      Sku sku, Preconditions preconditions, UnaryOperator<Content> change) {
    return revise(sku, preconditions, product -> product.revise(change.apply(product.content())));
  }

  /** Takes a listed product off sale. Fails with {@code NOT_FOUND} when there is none. */
  public Future<Void> withdraw(Sku sku, Preconditions preconditions) {
    return revise(sku, preconditions, Product::withdraw).mapEmpty();
  }

  private Future<Product> revise(
      Sku sku, Preconditions preconditions, Function<Product, Revision> change) {
    return inTransaction(
        transaction ->
            products
                .lock(transaction, sku)
                .map(found -> found.filter(Product::listed).orElseThrow(WriteProduct::missing))
                .compose(
                    product -> {
                      require(preconditions, Optional.of(product));
                      return update(transaction, change.apply(product));
                    }));
  }

  private <T> Future<T> inTransaction(Function<Transaction, Future<T>> work) {
    return messaging.requireRoom().compose(ignored -> messaging.transaction(work));
  }

  private Future<Written> insert(Transaction transaction, Revision revision) {
    return products
        .insert(transaction, revision.product())
        .map(
            inserted -> {
              if (!inserted) {
                throw ServiceFailure.of(
                    FailureCode.PRECONDITION_FAILED, "The product was created at the same time");
              }
              announce(transaction, revision);
              return new Written(revision.product(), true);
            });
  }

  private Future<Product> update(Transaction transaction, Revision revision) {
    if (revision.facts().isEmpty()) {
      return Future.succeededFuture(revision.product());
    }
    announce(transaction, revision);
    return products.update(transaction, revision.product()).map(revision.product());
  }

  private static void announce(Transaction transaction, Revision revision) {
    revision.facts().forEach(fact -> transaction.send(ProductMessages.of(fact)));
  }

  private static void require(Preconditions preconditions, Optional<Product> present) {
    OptionalLong version =
        present.map(product -> OptionalLong.of(product.version())).orElseGet(OptionalLong::empty);
    switch (preconditions.judge(version)) {
      case PROCEED -> {}
      case REQUIRED ->
          throw ServiceFailure.ofField(
              FailureCode.PRECONDITION_REQUIRED,
              "header.If-Match",
              "must be the ETag of the version that is to be changed");
      case FAILED ->
          throw ServiceFailure.of(
              FailureCode.PRECONDITION_FAILED, "The product is not the version you know");
    }
  }

  /** The refusal of a code that nothing is sold under. */
  public static ServiceFailure missing() {
    return ServiceFailure.notFound("product");
  }
}
