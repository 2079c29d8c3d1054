package io.jangteo.catalog.application;

import io.jangteo.catalog.domain.Product;
import io.jangteo.catalog.domain.Sku;
import io.jangteo.events.Transaction;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where products are kept. Reading shows only what is listed. */
public interface ProductStore {
  /** The product, withdrawn or not, which nobody else changes until the transaction ends. */
  Future<Optional<Product>> lock(Transaction transaction, Sku sku);

  /** False when another transaction has added a product of that code meanwhile. */
  Future<Boolean> insert(Transaction transaction, Product product);

  /** Overwrites a locked product. */
  Future<Void> update(Transaction transaction, Product product);

  Future<Optional<Product>> find(Sku sku);

  /**
   * Products in the order of their codes.
   *
   * @param words all of which name or description must have; empty for no such condition
   * @param after the code the page starts behind
   */
  Future<List<Product>> page(Optional<String> words, Optional<Sku> after, int limit);

  /** Those of the codes that are listed; others are left out. */
  Future<List<Product>> findAll(Set<String> skus);
}
