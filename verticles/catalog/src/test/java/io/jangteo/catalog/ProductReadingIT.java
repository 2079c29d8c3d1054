package io.jangteo.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.testing.Rows;
import io.jangteo.testing.ServiceCaller.Answer;
import io.jangteo.testing.TestServers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProductReadingIT {
  private static final DatabaseConfig DATABASE = TestServers.database("catalog");
  private static final Rows ROWS = new Rows(DATABASE);

  private static RunningCatalog catalog;

  @BeforeAll
  static void start() {
    catalog = RunningCatalog.start(DATABASE);
    ROWS.update(
        """
        INSERT INTO products (sku, name, description, amount_minor, currency, version)
        SELECT 'T' || to_char(n, 'FM0000'),
               CASE WHEN n % 10 = 0 THEN 'White hanging heart ' ELSE 'Paper lantern ' END || n,
               CASE WHEN n = 7 THEN 'A red café sign, 100% "tin"' END,
               100 + n, 'GBP', 1
        FROM generate_series(1, 2500) AS n
        """);
    ROWS.update("UPDATE products SET withdrawn_at = now() WHERE sku = 'T0020'");
  }

  @AfterAll
  static void stop() {
    catalog.close();
  }

  @Test
  void pagesHoldEveryListedProductOnceAndInOrder() {
    List<String> all = skus(Map.of("query.limit", "100"));

    assertThat(all).hasSize(2499).isSorted().doesNotHaveDuplicates().doesNotContain("T0020");
  }

  @Test
  void pageHasTwentyItemsUnlessAskedOtherwise() {
    Answer page = catalog.list(Map.of());

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.json().path("items")).hasSize(20);
    assertThat(page.text("next")).isNotBlank();
    assertThat(catalog.list(Map.of("query.limit", "1")).json().path("items")).hasSize(1);
  }

  @Test
  void lastPageHasNoNextEvenWhenItIsFull() {
    Answer first = catalog.list(Map.of("query.q", "heart", "query.limit", "83"));
    Answer second = page(Map.of("query.q", "heart", "query.limit", "83"), first.text("next"));
    Answer third = page(Map.of("query.q", "heart", "query.limit", "83"), second.text("next"));

    assertThat(third.json().path("items")).hasSize(83);
    assertThat(third.json().has("next")).isFalse();
  }

  @Test
  void searchFindsAllWordsInNameAndDescription() {
    List<String> hearts = skus(Map.of("query.q", "HEART white", "query.limit", "100"));

    assertThat(hearts).hasSize(249).isSorted().doesNotContain("T0020");
    assertThat(skus(Map.of("query.q", "café"))).containsExactly("T0007");
    assertThat(skus(Map.of("query.q", "lantern 7"))).containsExactly("T0007");
    assertThat(skus(Map.of("query.q", "white lantern"))).isEmpty();
    assertThat(skus(Map.of("query.q", "hanging -white"))).isEmpty();
    assertThat(skus(Map.of("query.q", "  ")).size()).isEqualTo(2499);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'", "\"", "& | ! ( ) : *", "a:*b & (", "%", "\\", "'; DROP TABLE products; --"})
  void anyTextCanBeSearchedFor(String words) {
    assertThat(catalog.list(Map.of("query.q", words)).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "limit, 0",
    "limit, 101",
    "limit, -1",
    "limit, x",
    "limit, 1e9",
    "after, T0001",
    "after, ''",
    "q, a\u0000b"
  })
  void badParameterIsRefusedByName(String name, String value) {
    Answer answer = catalog.list(Map.of("query." + name, value));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.fault()).isEqualTo("query." + name);
  }

  @Test
  void tooLongASearchIsRefused() {
    assertThat(catalog.list(Map.of("query.q", "x".repeat(201))).fault()).isEqualTo("query.q");
  }

  @Test
  void productThatIsKnownIsNotSentAgain() {
    Answer first = catalog.get("T0001", Map.of());
    Answer second = catalog.get("T0001", Map.of("if-none-match", "W/" + first.header("etag")));

    assertThat(first.status()).isEqualTo(200);
    assertThat(second.status()).isEqualTo(304);
    assertThat(second.header("etag")).isEqualTo(first.header("etag"));
    assertThat(second.reply().body().length()).isZero();
    assertThat(catalog.get("T0001", Map.of("if-none-match", "\"0\"")).status()).isEqualTo(200);
    assertThat(catalog.get("T0001", Map.of("if-none-match", "1")).fault())
        .isEqualTo("header.If-None-Match");
  }

  @Test
  void unknownOrImpossibleCodeIsRefused() {
    assertThat(catalog.get("NOTHING", Map.of()).status()).isEqualTo(404);
    assertThat(catalog.get("T0020", Map.of()).status()).isEqualTo(404);
    assertThat(catalog.get("..%2f", Map.of()).fault()).isEqualTo("path.sku");
  }

  @Test
  void quoteNamesWhatIsListedAndLeavesOutTheRest() {
    Answer answer = catalog.quote("{\"skus\":[\"T0003\",\"T0020\",\"NOTHING\",\"T0003\",\"\"]}");

    assertThat(answer.json().toString())
        .isEqualTo(
            "{\"products\":[{\"sku\":\"T0003\",\"name\":\"Paper lantern 3\","
                + "\"price\":{\"amountMinor\":103,\"currency\":\"GBP\"}}]}");
  }

  @Test
  void thousandCodesAreQuotedAtOnceAndOneMoreIsRefused() {
    assertThat(catalog.quote(codes(1_000)).json().path("products")).hasSize(999);
    assertThat(catalog.quote(codes(1_001)).fault()).isEqualTo("/skus");
    assertThat(catalog.quote("{\"skus\":[]}").fault()).isEqualTo("/skus");
    assertThat(catalog.quote("{\"skus\":[null]}").fault()).isEqualTo("/skus");
    assertThat(catalog.quote("{}").fault()).isEqualTo("/skus");
  }

  private static String codes(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj("\"T%04d\""::formatted)
        .collect(Collectors.joining(",", "{\"skus\":[", "]}"));
  }

  private static List<String> skus(Map<String, String> query) {
    List<String> all = new ArrayList<>();
    String after = null;
    do {
      JsonNode page = page(query, after).json();
      all.addAll(page.path("items").findValuesAsText("sku"));
      after = page.path("next").textValue();
    } while (after != null);
    return all;
  }

  private static Answer page(Map<String, String> query, String after) {
    Map<String, String> all = new HashMap<>(query);
    if (after != null) {
      all.put("query.after", after);
    }
    return catalog.list(all);
  }
}
