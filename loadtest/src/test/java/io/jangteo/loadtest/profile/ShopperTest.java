package io.jangteo.loadtest.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jangteo.loadtest.profile.TradeProfile.PopularProduct;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The profile of December 2010, and whether what is drawn from it looks like it. */
class ShopperTest {
  private static final int DRAWS = 200_000;
  private static final TradeProfile DECEMBER = TradeProfile.december2010();

  private final Shopper shopper = new Shopper(DECEMBER);
  private final SplittableRandom random = new SplittableRandom(2010);

  /** The counts published for the file: 1,559 orders with 41,480 lines and 359,239 units. */
  @Test
  void theProfileHasTheNumbersOfTheTrace() {
    assertThat(DECEMBER.orders()).isEqualTo(1_559);
    assertThat(sum(DECEMBER.basketSizes())).isEqualTo(41_480);
    assertThat(sum(DECEMBER.quantities())).isEqualTo(359_239);
    assertThat(DECEMBER.ordersByHour().stream().mapToInt(i -> i).sum()).isEqualTo(1_559);
    int listed = DECEMBER.products().stream().mapToInt(PopularProduct::lines).sum();
    assertThat(DECEMBER.products()).hasSize(DeriveProfile.PRODUCTS);
    assertThat(listed + DECEMBER.linesOnOtherProducts()).isEqualTo(41_480);
    assertThat(DECEMBER.source()).contains("Daqing Chen", "CC BY 4.0", "10.24432/C5BW33");
  }

  @Test
  void basketsAreAsLargeAsInTheTrace() {
    Map<Integer, Double> drawn =
        frequencies(Stream.generate(() -> shopper.basket(random).size()).limit(20_000).toList());
    assertThat(distance(drawn, shares(DECEMBER.basketSizes()))).isLessThan(0.05);
    assertThat(mean(drawn)).isCloseTo(41_480 / 1_559.0, within(1.0));
  }

  @Test
  void quantitiesAreAsInTheTrace() {
    List<Integer> quantities =
        Stream.generate(() -> shopper.basket(random))
            .flatMap(List::stream)
            .map(Shopper.Line::quantity)
            .limit(DRAWS)
            .toList();
    assertThat(distance(frequencies(quantities), shares(DECEMBER.quantities()))).isLessThan(0.01);
  }

  @Test
  void popularProductsAreDrawnAsOftenAsTheyWereSold() {
    Map<String, Double> drawn =
        frequencies(Stream.generate(() -> shopper.product(random).sku()).limit(DRAWS).toList());
    double lines = DECEMBER.products().stream().mapToInt(PopularProduct::lines).sum();
    Map<String, Double> sold =
        DECEMBER.products().stream()
            .collect(Collectors.toMap(PopularProduct::sku, product -> product.lines() / lines));
    assertThat(distance(drawn, sold)).isLessThan(0.03);
    assertThat(drawn.get("85123A")).isGreaterThan(drawn.get(last().sku()) * 5);
  }

  @Test
  void theSameSeedGivesTheSameBaskets() {
    assertThat(shopper.basket(new SplittableRandom(7)))
        .isEqualTo(shopper.basket(new SplittableRandom(7)))
        .isNotEqualTo(shopper.basket(new SplittableRandom(8)));
  }

  @Test
  void searchWordsComeFromProductNames() {
    String names =
        DECEMBER.products().stream().map(PopularProduct::name).collect(Collectors.joining(" "));
    assertThat(Stream.generate(() -> shopper.word(random)).limit(500))
        .allSatisfy(word -> assertThat(names).contains(word).hasSizeGreaterThan(word.length()));
  }

  @Test
  void whatWeighsNothingIsNeverDrawn() {
    Discrete<Integer> discrete = new Discrete<>(List.of(0, 1, 0, 0, 3, 0), weight -> weight);
    assertThat(IntStream.range(0, 1_000).mapToObj(i -> discrete.draw(random))).containsOnly(1, 3);
    assertThatThrownBy(() -> new Discrete<>(List.of(0), weight -> weight))
        .hasMessage("nothing to draw from");
  }

  private static PopularProduct last() {
    return DECEMBER.products().get(DECEMBER.products().size() - 1);
  }

  private static long sum(List<Weighted> weighted) {
    return weighted.stream().mapToLong(w -> (long) w.value() * w.count()).sum();
  }

  private static double mean(Map<Integer, Double> frequencies) {
    return frequencies.entrySet().stream().mapToDouble(e -> e.getKey() * e.getValue()).sum();
  }

  private static Map<Integer, Double> shares(Iterable<Weighted> weighted) {
    Map<Integer, Integer> counts = new java.util.HashMap<>();
    weighted.forEach(w -> counts.put(w.value(), w.count()));
    double total = counts.values().stream().mapToInt(i -> i).sum();
    return counts.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue() / total));
  }

  private static <T> Map<T, Double> frequencies(List<T> drawn) {
    return drawn.stream()
        .collect(
            Collectors.groupingBy(
                Function.identity(), Collectors.summingDouble(ignored -> 1.0 / drawn.size())));
  }

  /** Total variation: 0 for equal, 1 for nothing in common. */
  private static <T> double distance(Map<T, Double> one, Map<T, Double> other) {
    return Stream.concat(one.keySet().stream(), other.keySet().stream())
            .distinct()
            .mapToDouble(k -> Math.abs(one.getOrDefault(k, 0.0) - other.getOrDefault(k, 0.0)))
            .sum()
        / 2;
  }
}
