package io.jangteo.loadtest.profile;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a month of trade looks like without the trade itself.
 *
 * @param source where the trade comes from and who must be named
 * @param orders how many orders the numbers below were counted in
 * @param basketSizes lines of an order
 * @param quantities units of a line
 * @param ordersByHour orders that came in each hour of the day, from midnight on
 * @param products what was sold on most lines, the most popular first
 * @param linesOnOtherProducts lines on products that are not listed here
 */
public record TradeProfile(
    String source,
    int orders,
    List<Weighted> basketSizes,
    List<Weighted> quantities,
    List<Integer> ordersByHour,
    List<PopularProduct> products,
    int linesOnOtherProducts) {
  private static final String DECEMBER = "/december-2010.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One product.
   *
   * @param lines order lines it stands on
   */
  public record PopularProduct(String sku, String name, int pence, int lines) {}

  public TradeProfile {
    basketSizes = List.copyOf(basketSizes);
    quantities = List.copyOf(quantities);
    ordersByHour = List.copyOf(ordersByHour);
    products = List.copyOf(products);
  }

  /** The profile that is part of this module. */
  public static TradeProfile december2010() {
    try (InputStream file = TradeProfile.class.getResourceAsStream(DECEMBER)) {
      return JSON.readValue(file, TradeProfile.class);
    } catch (IOException e) {
      throw new IllegalStateException(DECEMBER + " cannot be read", e);
    }
  }

  /** The same market with only its most popular products. */
  public TradeProfile withProducts(int most) {
    List<PopularProduct> kept = products.subList(0, Math.min(most, products.size()));
    int left = products.stream().skip(kept.size()).mapToInt(PopularProduct::lines).sum();
    return new TradeProfile(
        source, orders, basketSizes, quantities, ordersByHour, kept, linesOnOtherProducts + left);
  }

  void write(Path file) throws IOException {
    // A line for each thing that is counted, so that a difference can be read.
    Files.writeString(file, JSON.writeValueAsString(this).replace("},{", "},\n{") + "\n");
  }
}
