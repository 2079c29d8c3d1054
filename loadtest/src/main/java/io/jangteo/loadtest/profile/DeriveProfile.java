package io.jangteo.loadtest.profile;

import io.jangteo.loadtest.profile.TradeProfile.PopularProduct;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Counts a trade file into a profile. */
public final class DeriveProfile {
  static final int PRODUCTS = 500;
  private static final String SOURCE =
      "Derived from December 2010 of Online Retail by Daqing Chen, UCI Machine Learning Repository,"
          + " CC BY 4.0, doi 10.24432/C5BW33.";

  private DeriveProfile() {}

  /**
   * Writes a profile.
   *
   * @param arguments the trade file, a CSV that may be gzipped, and the JSON file to write
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("usage: DeriveProfile TRADE.csv[.gz] PROFILE.json");
      System.exit(2);
    }
    TradeProfile profile = of(TradeOrders.read(Path.of(arguments[0])), PRODUCTS);
    profile.write(Path.of(arguments[1]));
    System.out.printf(
        "%,d orders, %,d products, %,d lines on others%n",
        profile.orders(), profile.products().size(), profile.linesOnOtherProducts());
  }

  static TradeProfile of(Collection<TradeOrders.Order> orders, int products) {
    List<TradeOrders.Line> lines = orders.stream().flatMap(o -> o.lines().stream()).toList();
    List<PopularProduct> ranked = rank(lines);
    return new TradeProfile(
        SOURCE,
        orders.size(),
        count(orders.stream().mapToInt(order -> order.lines().size())),
        count(lines.stream().mapToInt(TradeOrders.Line::quantity)),
        hours(orders),
        ranked.stream().limit(products).toList(),
        ranked.stream().skip(products).mapToInt(PopularProduct::lines).sum());
  }

  private static List<Weighted> count(IntStream values) {
    Map<Integer, Integer> counts = new TreeMap<>();
    values.forEach(value -> counts.merge(value, 1, Math::addExact));
    return counts.entrySet().stream().map(e -> new Weighted(e.getKey(), e.getValue())).toList();
  }

  private static List<Integer> hours(Collection<TradeOrders.Order> orders) {
    int[] counts = new int[24];
    orders.forEach(order -> counts[order.at().getHour()]++);
    return IntStream.of(counts).boxed().toList();
  }

  /** By lines, then by code, so that the same file always gives the same profile. */
  private static List<PopularProduct> rank(List<TradeOrders.Line> lines) {
    Map<String, PopularProduct> products = new HashMap<>();
    for (TradeOrders.Line line : lines) {
      products.merge(
          line.sku(),
          new PopularProduct(line.sku(), line.name(), line.pence(), 1),
          DeriveProfile::together);
    }
    return products.values().stream()
        .map(
            p ->
                p.name().isEmpty() ? new PopularProduct(p.sku(), p.sku(), p.pence(), p.lines()) : p)
        .sorted(
            Comparator.comparingInt(PopularProduct::lines)
                .reversed()
                .thenComparing(PopularProduct::sku))
        .toList();
  }

  /** The first price is the list price; the first name that is not empty is it. */
  private static PopularProduct together(PopularProduct first, PopularProduct next) {
    String name = first.name().isEmpty() ? next.name() : first.name();
    return new PopularProduct(first.sku(), name, first.pence(), first.lines() + next.lines());
  }
}
