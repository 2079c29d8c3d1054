package io.jangteo.loadtest.profile;

import io.jangteo.loadtest.profile.TradeProfile.PopularProduct;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Buys and looks for what a profile says is bought. Basket size, product and quantity are drawn
 * independently of each other, which the trace's are not: who buys much buys it dearly.
 */
public final class Shopper {
  private static final int SHORTEST_WORD = 3;

  private final Discrete<Weighted> basketSizes;
  private final Discrete<Weighted> quantities;
  private final Discrete<PopularProduct> products;

  public Shopper(TradeProfile profile) {
    basketSizes = new Discrete<>(profile.basketSizes(), Weighted::count);
    quantities = new Discrete<>(profile.quantities(), Weighted::count);
    products = new Discrete<>(profile.products(), PopularProduct::lines);
  }

  /** A line of an order to be. */
  public record Line(String sku, int quantity) {}

  /** As in the trace a product may stand on several lines. */
  public List<Line> basket(RandomGenerator random) {
    return IntStream.range(0, basketSizes.draw(random).value())
        .mapToObj(i -> new Line(product(random).sku(), quantities.draw(random).value()))
        .toList();
  }

  public PopularProduct product(RandomGenerator random) {
    return products.draw(random);
  }

  /** A word out of the name of a product, popular products more often. */
  public String word(RandomGenerator random) {
    while (true) {
      List<String> words =
          Stream.of(product(random).name().split("[^A-Za-z]+"))
              .filter(word -> word.length() >= SHORTEST_WORD)
              .toList();
      if (!words.isEmpty()) {
        return words.get(random.nextInt(words.size()));
      }
    }
  }
}
