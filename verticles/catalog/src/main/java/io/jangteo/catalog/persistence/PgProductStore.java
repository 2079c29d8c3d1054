package io.jangteo.catalog.persistence;

import io.jangteo.catalog.application.ProductStore;
import io.jangteo.catalog.domain.Content;
import io.jangteo.catalog.domain.Price;
import io.jangteo.catalog.domain.Product;
import io.jangteo.catalog.domain.Sku;
import io.jangteo.events.Transaction;
import io.jangteo.persistence.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Products in PostgreSQL. */
public final class PgProductStore implements ProductStore {
  private final Database database;

  public PgProductStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<Optional<Product>> lock(Transaction transaction, Sku sku) {
    return transaction
        .connection()
        .preparedQuery(ProductSql.LOCK)
        .execute(Tuple.of(sku.value()))
        .map(PgProductStore::first);
  }

  @Override
  public Future<Boolean> insert(Transaction transaction, Product product) {
    return transaction
        .connection()
        .preparedQuery(ProductSql.INSERT)
        .execute(values(product))
        .map(rows -> rows.rowCount() == 1);
  }

  @Override
  public Future<Void> update(Transaction transaction, Product product) {
    return transaction
        .connection()
        .preparedQuery(ProductSql.UPDATE)
        .execute(values(product).addBoolean(product.listed()))
        .mapEmpty();
  }

  private static Tuple values(Product product) {
    Content content = product.content();
    return Tuple.of(
        product.sku().value(),
        content.name(),
        content.description().orElse(null),
        content.price().amountMinor(),
        content.price().currency(),
        product.version());
  }

  @Override
  public Future<Optional<Product>> find(Sku sku) {
    return query(ProductSql.FIND, Tuple.of(sku.value())).map(PgProductStore::first);
  }

  @Override
  public Future<List<Product>> page(Optional<String> words, Optional<Sku> after, int limit) {
    Tuple values = Tuple.of(after.map(Sku::value).orElse(""), limit);
    return words
        .map(text -> query(ProductSql.SEARCH, values.addString(text)))
        .orElseGet(() -> query(ProductSql.PAGE, values))
        .map(PgProductStore::all);
  }

  @Override
  public Future<List<Product>> findAll(Set<String> skus) {
    Tuple values = Tuple.tuple().addArrayOfString(skus.toArray(String[]::new));
    return query(ProductSql.FIND_ALL, values).map(PgProductStore::all);
  }

  private Future<RowSet<Row>> query(String sql, Tuple values) {
    return database.pool().preparedQuery(sql).execute(values).recover(Database::translate);
  }

  private static Optional<Product> first(RowSet<Row> rows) {
    return all(rows).stream().findFirst();
  }

  private static List<Product> all(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(PgProductStore::product).toList();
  }

  private static Product product(Row row) {
    Price price = new Price(row.getLong("amount_minor"), row.getString("currency"));
    Optional<String> description = Optional.ofNullable(row.getString("description"));
    return new Product(
        new Sku(row.getString("sku")),
        new Content(row.getString("name"), description, price),
        row.getLong("version"),
        row.getBoolean("listed"));
  }
}
