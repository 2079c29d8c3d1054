package io.jangteo.loadtest.profile;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * The orders of a trade file: invoices that are no cancellation, with their lines of positive
 * quantity and price. What else a file holds are goods that came back and counts put right.
 */
final class TradeOrders {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

  private TradeOrders() {}

  /** What was ordered together. */
  record Order(LocalDateTime at, List<Line> lines) {}

  /** One product of an order. */
  record Line(String sku, String name, int quantity, int pence) {}

  static Collection<Order> read(Path file) throws IOException {
    try (InputStream plain = unzipped(new BufferedInputStream(Files.newInputStream(file)))) {
      return read(new InputStreamReader(plain, StandardCharsets.UTF_8));
    }
  }

  static Collection<Order> read(Reader csv) throws IOException {
    Map<String, Order> orders = new LinkedHashMap<>();
    for (CSVRecord row : FORMAT.parse(csv)) {
      String invoice = row.get("InvoiceNo").strip();
      Line line = line(row);
      if (!invoice.startsWith("C") && line.quantity() > 0 && line.pence() > 0) {
        orders
            .computeIfAbsent(invoice, ignored -> new Order(time(row), new ArrayList<>()))
            .lines()
            .add(line);
      }
    }
    return orders.values();
  }

  private static Line line(CSVRecord row) {
    return new Line(
        row.get("StockCode").strip(),
        row.get("Description").strip(),
        Integer.parseInt(row.get("Quantity").strip()),
        new BigDecimal(row.get("UnitPrice").strip()).movePointRight(2).intValueExact());
  }

  private static LocalDateTime time(CSVRecord row) {
    return LocalDateTime.parse(row.get("InvoiceDate").strip());
  }

  private static InputStream unzipped(InputStream content) throws IOException {
    content.mark(2);
    boolean zipped = content.read() == 0x1f && content.read() == 0x8b;
    content.reset();
    return zipped ? new GZIPInputStream(content) : content;
  }
}
