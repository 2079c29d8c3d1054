package io.jangteo.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.testing.Await;
import io.jangteo.testing.Rows;
import io.jangteo.testing.ServiceCaller.Answer;
import io.jangteo.testing.TestServers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductWritingIT {
  private static final DatabaseConfig DATABASE = TestServers.database("catalog");
  private static final Rows ROWS = new Rows(DATABASE);
  private static final String HEART =
      "{\"name\":\"Heart\",\"price\":{\"amountMinor\":255,\"currency\":\"GBP\"}}";
  private static final String BIG_DEAR_HEART =
      "{\"name\":\"Big heart\",\"price\":{\"amountMinor\":295,\"currency\":\"GBP\"}}";

  private static RunningCatalog catalog;

  @BeforeAll
  static void start() {
    catalog = RunningCatalog.start(DATABASE);
  }

  @AfterAll
  static void stop() {
    catalog.close();
  }

  @Test
  void newProductIsCreatedOnce() {
    Answer created = catalog.put("BANK CHARGES", Map.of(), HEART);
    Answer again = catalog.put("BANK CHARGES", Map.of("if-none-match", "*"), HEART);

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("location")).isEqualTo("/products/BANK%20CHARGES");
    assertThat(created.header("etag")).isEqualTo("\"1\"");
    assertThat(created.json().toString())
        .isEqualTo(
            "{\"sku\":\"BANK CHARGES\",\"name\":\"Heart\","
                + "\"price\":{\"amountMinor\":255,\"currency\":\"GBP\"},\"version\":1}");
    assertThat(again.status()).isEqualTo(412);
  }

  @Test
  void replacingNeedsThePresentVersion() {
    catalog.put("R1", Map.of(), HEART);

    assertThat(catalog.put("R1", Map.of(), BIG_DEAR_HEART).status()).isEqualTo(428);
    assertThat(catalog.put("R1", Map.of("if-match", "\"9\""), BIG_DEAR_HEART).status())
        .isEqualTo(412);
    assertThat(catalog.put("R1", Map.of("if-match", "no tag"), BIG_DEAR_HEART).fault())
        .isEqualTo("header.If-Match");
    Answer replaced = catalog.put("R1", Map.of("if-match", "\"1\""), BIG_DEAR_HEART);

    assertThat(replaced.status()).isEqualTo(200);
    assertThat(replaced.header("etag")).isEqualTo("\"3\"");
    assertThat(catalog.get("R1", Map.of()).json()).isEqualTo(replaced.json());
    assertThat(catalog.put("R1", Map.of("if-match", "\"1\""), HEART).status()).isEqualTo(412);
  }

  @Test
  void whatWasReadCanBeSentBackAndChangesNothing() {
    catalog.put("R2", Map.of(), HEART);
    Answer read = catalog.get("R2", Map.of());

    Answer replaced =
        catalog.put("R2", Map.of("if-match", read.header("etag")), read.json().toString());

    assertThat(replaced.status()).isEqualTo(200);
    assertThat(replaced.json()).isEqualTo(read.json());
    assertThat(facts("R2")).isEqualTo("product.listed.v1 1");
  }

  @Test
  void patchChangesWhatItNames() {
    catalog.put("P1", Map.of(), HEART);

    Answer priced =
        catalog.patch("P1", Map.of("if-match", "\"1\""), "{\"price\":{\"amountMinor\":300}}");
    Answer described =
        catalog.patch("P1", Map.of("if-match", "\"2\""), "{\"description\":\"Hangs.\\nWell.\"}");
    Answer bare = catalog.patch("P1", Map.of("if-match", "\"3\""), "{\"description\":null}");

    assertThat(priced.json().at("/price").toString())
        .isEqualTo("{\"amountMinor\":300,\"currency\":\"GBP\"}");
    assertThat(described.text("description")).isEqualTo("Hangs.\nWell.");
    assertThat(described.text("name")).isEqualTo("Heart");
    assertThat(bare.json().has("description")).isFalse();
    assertThat(catalog.patch("P1", Map.of(), "{}").status()).isEqualTo(428);
    assertThat(catalog.patch("P1", Map.of("if-match", "\"1\""), "{}").status()).isEqualTo(412);
    assertThat(catalog.patch("NONE", Map.of("if-match", "*"), "{}").status()).isEqualTo(404);
  }

  @Test
  void withdrawnProductIsGoneAndCanBePutUpAgain() {
    catalog.put("W1", Map.of(), HEART);

    assertThat(catalog.delete("W1", Map.of()).status()).isEqualTo(428);
    assertThat(catalog.delete("W1", Map.of("if-match", "\"2\"")).status()).isEqualTo(412);
    assertThat(catalog.delete("W1", Map.of("if-match", "\"1\"")).status()).isEqualTo(204);
    assertThat(catalog.get("W1", Map.of()).status()).isEqualTo(404);
    assertThat(catalog.delete("W1", Map.of("if-match", "\"2\"")).status()).isEqualTo(404);
    Answer again = catalog.put("W1", Map.of(), BIG_DEAR_HEART);

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.header("etag")).isEqualTo("\"3\"");
    assertThat(catalog.get("W1", Map.of()).text("name")).isEqualTo("Big heart");
  }

  @Test
  void everyFactIsPublishedWithAVersionOfItsOwn() {
    catalog.put("F1", Map.of(), HEART);
    catalog.put("F1", Map.of("if-match", "*"), BIG_DEAR_HEART);
    catalog.delete("F1", Map.of("if-match", "*"));
    catalog.put("F1", Map.of(), HEART);

    assertThat(facts("F1"))
        .isEqualTo(
            "product.listed.v1 1, product.changed.v1 2, product.price-changed.v1 3, "
                + "product.withdrawn.v1 4, product.listed.v1 5");
    String waiting = "SELECT count(*) FROM outbox WHERE published_at IS NULL";
    await().atMost(Duration.ofSeconds(20)).until(() -> ROWS.value(waiting).equals("0"));
  }

  @Test
  void ofSimultaneousWritersOneWins() {
    List<Integer> created = burst("C1", Map.of());
    List<Integer> replaced = burst("C1", Map.of("if-match", "\"1\""));

    assertThat(created).startsWith(201).doesNotContain(200, 500);
    assertThat(created.subList(1, created.size()))
        .allMatch(status -> status == 412 || status == 428);
    assertThat(replaced).containsExactly(200, 412, 412, 412, 412, 412);
    assertThat(facts("C1"))
        .isEqualTo("product.listed.v1 1, product.changed.v1 2, product.price-changed.v1 3");
  }

  private static List<Integer> burst(String sku, Map<String, String> headers) {
    String body = headers.isEmpty() ? HEART : BIG_DEAR_HEART;
    List<Future<Answer>> answers =
        IntStream.range(0, 6)
            .mapToObj(i -> catalog.send("putProduct", sku, headers, body))
            .toList();
    return answers.stream().map(Await::success).map(Answer::status).sorted().toList();
  }

  @Test
  void onlyAMerchantWrites() {
    for (String action : List.of("putProduct", "patchProduct", "deleteProduct")) {
      Map<String, String> any = Map.of("if-match", "*");
      assertThat(catalog.as("customer", action, "M1", any, HEART).status()).isEqualTo(403);
      assertThat(catalog.as("operator", action, "M1", any, HEART).status()).isEqualTo(403);
    }
    assertThat(catalog.get("M1", Map.of()).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "B1  | {                                                                 | /",
        "B1  | []                                                                | /",
        "B1  | {}                                                                | /name",
        "B1  | {`name`:``,`price`:{`amountMinor`:1,`currency`:`GBP`}}            | /name",
        "B1  | {`name`:`  `,`price`:{`amountMinor`:1,`currency`:`GBP`}}          | /name",
        "B1  | {`name`:`a\\u0000`,`price`:{`amountMinor`:1,`currency`:`GBP`}}    | /name",
        "B1  | {`name`:7,`price`:{`amountMinor`:1,`currency`:`GBP`}}             | /name",
        "B1  | {`name`:`n`}                                                      | /price",
        "B1  | {`name`:`n`,`price`:{`currency`:`GBP`}}                           | /price/amountMinor",
        "B1  | {`name`:`n`,`price`:{`amountMinor`:0,`currency`:`GBP`}}           | /price/amountMinor",
        "B1  | {`name`:`n`,`price`:{`amountMinor`:-1,`currency`:`GBP`}}          | /price/amountMinor",
        "B1  | {`name`:`n`,`price`:{`amountMinor`:1.5,`currency`:`GBP`}}         | /price/amountMinor",
        "B1  | {`name`:`n`,`price`:{`amountMinor`:`1`,`currency`:`GBP`}}         | /price/amountMinor",
        "B1  | {`name`:`n`,`price`:{`amountMinor`:1000000000001,`currency`:`GBP`}} | /price/amountMinor",
        "B1  | {`name`:`n`,`price`:{`amountMinor`:1,`currency`:`gbp`}}           | /price/currency",
        "B1  | {`name`:`n`,`price`:{`amountMinor`:1,`currency`:`JPY`}}           | /price/currency",
        "B1  | {`name`:`n`,`sku`:`B2`,`price`:{`amountMinor`:1,`currency`:`GBP`}} | /sku",
        "B1  | {`name`:`n`,`owner`:1,`price`:{`amountMinor`:1,`currency`:`GBP`}} | /owner",
        "B/1 | {`name`:`n`,`price`:{`amountMinor`:1,`currency`:`GBP`}}           | path.sku",
      })
  void badProductIsRefusedByFieldAndNothingIsStored(String sku, String body, String fault) {
    Answer answer = catalog.put(sku, Map.of(), body.replace('`', '"'));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.fault()).isEqualTo(fault);
    assertThat(ROWS.value("SELECT count(*) FROM products WHERE sku LIKE 'B1%'")).isEqualTo("0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "null                                 | /",
        "[{`name`:`x`}]                       | /",
        "{`name`:null}                        | /name",
        "{`price`:null}                       | /price",
        "{`price`:{`amountMinor`:null}}       | /price/amountMinor",
        "{`price`:{`currency`:`XXX`}}         | /price/currency",
        "{`price`:{`amountMinor`:1,`vat`:20}} | /price/vat",
        "{`name`:`x`,`listed`:false}          | /listed",
        "{`sku`:`OTHER`}                      | /sku",
      })
  void badPatchIsRefusedByFieldAndChangesNothing(String body, String fault) {
    catalog.put("PB1", Map.of(), HEART);

    Answer answer = catalog.patch("PB1", Map.of("if-match", "*"), body.replace('`', '"'));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.fault()).isEqualTo(fault);
    assertThat(catalog.get("PB1", Map.of()).header("etag")).isEqualTo("\"1\"");
  }

  private static String facts(String sku) {
    return ROWS.value(
        "SELECT string_agg(type || ' ' || aggregate_version, ', ' ORDER BY id) FROM outbox "
            + "WHERE payload::jsonb ->> 'sku' = '"
            + sku
            + "' AND aggregate_type = 'product'");
  }
}
