package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.runtime.Ids;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The catalogue as the gateway keeps it, with the real service, database and broker behind. */
@Tag("alone")
class CachedCatalogueIT {
  /** Less than answers stay fresh: what is new by then is so because of the event. */
  private static final Duration BEFORE_IT_IS_STALE = Duration.ofSeconds(3);

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static RunningMarketplace market;

  private String sku;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    market = RunningMarketplace.get();
  }

  @BeforeEach
  void listAProduct() throws IOException, InterruptedException {
    sku = "CACHE-" + Ids.next().toString().substring(24);
    market.stock(sku, 100, 10);
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return CLIENT.send(request(path).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(market.state().url() + path));
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private void reprice(String etag, long pence) throws IOException, InterruptedException {
    HttpRequest.Builder patch =
        request("/products/" + sku)
            .header("Content-Type", "application/json")
            .header("If-Match", etag)
            .method(
                "PATCH", BodyPublishers.ofString("{\"price\":{\"amountMinor\":" + pence + "}}"));
    market.merchant().authorization().forEach(patch::header);
    assertThat(CLIENT.send(patch.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  @Test
  void aProductIsReadOnceAndItsVersionIsKnown() throws Exception {
    HttpResponse<String> first = get("/products/" + sku);
    HttpResponse<String> second = get("/products/" + sku);
    HttpResponse<String> known =
        CLIENT.send(
            request("/products/" + sku).header("If-None-Match", header(first, "etag")).build(),
            BodyHandlers.ofString());

    assertThat(header(second, "cache-status")).isEqualTo("jangteo; hit");
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(header(second, "etag")).isEqualTo("\"1\"");
    assertThat(known.statusCode()).isEqualTo(304);
  }

  @Test
  void whoChangesAPriceReadsItAtOnceAndListsFollowTheEvent() throws Exception {
    String list = "/products?q=" + sku;
    for (long pence = 101; pence <= 110; pence++) {
      String changed = "\"amountMinor\":" + pence;
      String etag = header(get("/products/" + sku), "etag");
      get(list);

      reprice(etag, pence);

      assertThat(get("/products/" + sku).body()).contains(changed);
      await().atMost(BEFORE_IT_IS_STALE).until(() -> get(list).body().contains(changed));
      for (int i = 0; i < 20; i++) {
        assertThat(get(list).body()).contains(changed);
        assertThat(get("/products/" + sku).body()).contains(changed);
      }
    }
  }

  @Test
  void aWithdrawnProductIsGoneAndAListedOneIsThere() throws Exception {
    assertThat(get("/products/new-" + sku).statusCode()).isEqualTo(404);

    market.stock("new-" + sku, 100, 1);

    assertThat(get("/products/new-" + sku).statusCode()).isEqualTo(200);
  }

  @Test
  void stockIsNeverKept() throws Exception {
    get("/stock/" + sku);

    assertThat(header(get("/stock/" + sku), "cache-status")).isEmpty();
  }
}
