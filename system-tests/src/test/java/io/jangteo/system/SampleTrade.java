package io.jangteo.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A trade file of our own making, in the form of the real one, and what a replay of it must end on.
 */
record SampleTrade(Path file, int orders, int lines, long units, long pence) {
  private static final int PRODUCTS = 40;
  private static final int LINES_MAX = 6;

  /** The same seed makes the same file. */
  static SampleTrade write(Path file, int orders, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder csv =
        new StringBuilder(
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID\n");
    int lines = 0;
    long units = 0;
    long pence = 0;
    for (int order = 0; order < orders; order++) {
      String customer = order % 5 == 0 ? "" : String.valueOf(10_000 + order % 7);
      int count = 1 + random.nextInt(LINES_MAX);
      for (int line = 0; line < count; line++) {
        int sku = random.nextInt(PRODUCTS);
        int quantity = 1 + random.nextInt(24);
        long price = 50 + random.nextInt(1_000);
        lines++;
        units += quantity;
        pence += quantity * price;
        csv.append(row("5" + (10_000 + order), sku, quantity, price, customer));
      }
    }
    Files.writeString(file, csv.toString());
    return new SampleTrade(file, orders, lines, units, pence);
  }

  private static String row(String invoice, int sku, int quantity, long price, String customer) {
    return String.format(
        Locale.ROOT,
        "%s,T%03d,THING %d,%d,2010-12-01T08:26,%d.%02d,%s%n",
        invoice,
        sku,
        sku,
        quantity,
        price / 100,
        price % 100,
        customer);
  }
}
