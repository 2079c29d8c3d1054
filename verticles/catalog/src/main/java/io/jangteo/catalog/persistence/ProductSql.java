package io.jangteo.catalog.persistence;

final class ProductSql {
  private static final String SELECT =
      """
      SELECT sku, name, description, amount_minor, currency, version, withdrawn_at IS NULL AS listed
      FROM products
      """;

  static final String LOCK =
      SELECT
          + """
          WHERE sku = $1
          FOR UPDATE
          """;

  static final String FIND =
      SELECT
          + """
          WHERE sku = $1 AND withdrawn_at IS NULL
          """;

  static final String PAGE =
      SELECT
          + """
          WHERE withdrawn_at IS NULL AND sku > $1
          ORDER BY sku LIMIT $2
          """;

  /** This form of query takes any text whatever and finds nothing where there are no words. */
  static final String SEARCH =
      SELECT
          + """
          WHERE withdrawn_at IS NULL AND sku > $1
            AND search @@ websearch_to_tsquery('simple', $3)
          ORDER BY sku LIMIT $2
          """;

  static final String FIND_ALL =
      SELECT
          + """
          WHERE sku = ANY($1) AND withdrawn_at IS NULL
          """;

  static final String INSERT =
      """
      INSERT INTO products (sku, name, description, amount_minor, currency, version)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT ON CONSTRAINT products_pk DO NOTHING
      """;

  static final String UPDATE =
      """
      UPDATE products
      SET name = $2, description = $3, amount_minor = $4, currency = $5, version = $6,
          withdrawn_at = CASE WHEN $7::boolean THEN NULL ELSE now() END
      WHERE sku = $1
      """;

  private ProductSql() {}
}
