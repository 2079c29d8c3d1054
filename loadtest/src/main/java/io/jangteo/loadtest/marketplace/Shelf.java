package io.jangteo.loadtest.marketplace;

import io.jangteo.loadtest.profile.TradeProfile.PopularProduct;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * The products of a profile under codes of their own, so that a replay of the same trade in the
 * same market finds its codes untouched, with more in stock than any run can buy.
 */
public final class Shelf {
  private static final String PREFIX = "LT-";
  private static final long PLENTY = 100_000_000;
  private static final int AT_ONCE = 8;

  private final Gateway gateway;
  private final Login merchant;

  Shelf(Gateway gateway, Login merchant) {
    this.gateway = gateway;
    this.merchant = merchant;
  }

  /** The code in the market of a product in the profile. */
  public static String sku(String profiled) {
    return PREFIX + profiled;
  }

  /** A path segment. */
  public static String encoded(String sku) {
    return URLEncoder.encode(sku, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Lists and stocks what is not there yet; a second time it changes nothing. */
  void fill(List<PopularProduct> products) throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<Void>> all =
          threads.invokeAll(
              products.stream()
                  .map(product -> (java.util.concurrent.Callable<Void>) () -> put(product))
                  .collect(Collectors.toList()));
      for (Future<Void> one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private Void put(PopularProduct product) throws IOException, InterruptedException {
    String code = encoded(sku(product.sku()));
    Map<String, String> headers = new HashMap<>(merchant.authorization());
    headers.put("If-None-Match", "*");
    Gateway.Answer listed =
        gateway.call(
            "PUT",
            "/products/" + code,
            Map.of(
                "name", product.name(),
                "price", Map.of("amountMinor", product.pence(), "currency", "GBP")),
            headers);
    // 412: listed by an earlier run.
    require(listed.isSuccess() || listed.status() == 412, "listing " + code, listed);
    stock(code);
    return null;
  }

  private void stock(String code) throws IOException, InterruptedException {
    Gateway.Answer stock = gateway.call("GET", "/stock/" + code, null, Map.of());
    require(stock.isSuccess() || stock.status() == 404, "stock of " + code, stock);
    long missing = PLENTY - stock.body().path("available").asLong();
    if (missing > PLENTY / 2) {
      Gateway.Answer received =
          gateway.call(
              "POST",
              "/stock/" + code + "/receipts",
              Map.of("quantity", missing, "reference", "load-" + UUID.randomUUID()),
              merchant.authorization());
      require(received.isSuccess(), "receiving " + code, received);
    }
  }

  private static void require(boolean holds, String what, Gateway.Answer answer)
      throws IOException {
    if (!holds) {
      throw new IOException(
          what + " was refused with " + answer.status() + " " + answer.body().path("detail"));
    }
  }
}
