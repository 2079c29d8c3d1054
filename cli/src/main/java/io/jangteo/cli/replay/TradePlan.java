package io.jangteo.cli.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What has to be there before the first order of a trade file, and what comes after the last.
 *
 * @param products sku to name and list price, for everything that is ever sold
 * @param receipts sku to units: as many as all sales and write-offs take away, so that no order can
 *     run out
 * @param customers accounts to open
 * @param orders invoices that are orders, in file order
 * @param corrections reference to change of the shelf
 * @param returns invoices of goods that came back
 */
record TradePlan(
    Map<String, Product> products,
    Map<String, Long> receipts,
    Set<String> customers,
    List<Invoice> orders,
    Map<String, Correction> corrections,
    List<Invoice> returns) {

  /** What the catalogue says of a sku. */
  record Product(String name, long pence) {}

  /** A change of the shelf that is neither a sale nor a receipt. */
  record Correction(String sku, long quantity) {}

  static TradePlan of(TradeFile file) {
    List<Invoice> orders =
        file.invoices().stream().filter(invoice -> !invoice.sales().isEmpty()).toList();
    return new TradePlan(
        products(orders),
        receipts(file.invoices()),
        orders.stream()
            .flatMap(invoice -> invoice.customer().stream())
            .collect(Collectors.toCollection(java.util.LinkedHashSet::new)),
        orders,
        corrections(file.invoices()),
        file.invoices().stream().filter(Invoice::isCancellation).toList());
  }

  /** The first price of the month is the list price; the first name that is not empty is it. */
  private static Map<String, Product> products(List<Invoice> orders) {
    Map<String, Product> products = new LinkedHashMap<>();
    for (Invoice order : orders) {
      for (TradeLine line : order.sales()) {
        products.merge(
            line.sku(),
            new Product(line.description(), line.unitPence()),
            (known, next) ->
                known.name().isEmpty() ? new Product(next.name(), known.pence()) : known);
      }
    }
    products.replaceAll(
        (sku, product) -> product.name().isEmpty() ? new Product(sku, product.pence()) : product);
    return products;
  }

  private static Map<String, Long> receipts(List<Invoice> invoices) {
    Map<String, Long> needed = new LinkedHashMap<>();
    for (Invoice invoice : invoices) {
      invoice.sales().forEach(line -> needed.merge(line.sku(), line.quantity(), Math::addExact));
      invoice.corrections().stream()
          .filter(line -> line.quantity() < 0)
          .forEach(line -> needed.merge(line.sku(), -line.quantity(), Math::addExact));
    }
    return needed;
  }

  private static Map<String, Correction> corrections(List<Invoice> invoices) {
    Map<String, Correction> corrections = new LinkedHashMap<>();
    for (Invoice invoice : invoices) {
      int position = 0;
      for (TradeLine line : invoice.corrections()) {
        corrections.put(
            invoice.number() + "-" + position++, new Correction(line.sku(), line.quantity()));
      }
    }
    return corrections;
  }
}
