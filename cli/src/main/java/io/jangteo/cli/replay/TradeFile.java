package io.jangteo.cli.replay;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * Trade as the UCI "Online Retail" data set writes it down: a CSV of invoice lines with the columns
 * InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice and CustomerID, plain or
 * gzipped.
 *
 * @param id the same for the same content; part of every key the replay sends
 * @param invoices in order of first appearance
 */
record TradeFile(String id, List<Invoice> invoices) {
  private static final int ID_LENGTH = 12;

  TradeFile {
    invoices = List.copyOf(invoices);
  }

  /**
   * @throws IOException when the file cannot be read or a row is not of that form; the message
   *     names the row
   */
  static TradeFile read(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    Map<String, List<CSVRecord>> rows = new LinkedHashMap<>();
    try (Reader reader = new InputStreamReader(unzipped(content), StandardCharsets.UTF_8)) {
      CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
      for (CSVRecord row : format.parse(reader)) {
        rows.computeIfAbsent(column(row, "InvoiceNo"), ignored -> new ArrayList<>()).add(row);
      }
    }
    List<Invoice> invoices = new ArrayList<>(rows.size());
    for (Map.Entry<String, List<CSVRecord>> entry : rows.entrySet()) {
      invoices.add(invoice(entry.getKey(), entry.getValue()));
    }
    String id = HexFormat.of().formatHex(sha256().digest(content)).substring(0, ID_LENGTH);
    return new TradeFile(id, invoices);
  }

  private static InputStream unzipped(byte[] content) throws IOException {
    boolean zipped = content.length > 2 && content[0] == 0x1f && content[1] == (byte) 0x8b;
    InputStream raw = new ByteArrayInputStream(content);
    return zipped ? new GZIPInputStream(raw) : raw;
  }

  private static Invoice invoice(String number, List<CSVRecord> rows) throws IOException {
    String customer = column(rows.get(0), "CustomerID").strip();
    List<TradeLine> lines = new ArrayList<>(rows.size());
    for (CSVRecord row : rows) {
      lines.add(line(row));
    }
    return new Invoice(
        number, customer.isEmpty() ? Optional.empty() : Optional.of(customer), lines);
  }

  private static TradeLine line(CSVRecord row) throws IOException {
    try {
      return new TradeLine(
          column(row, "StockCode").strip(),
          column(row, "Description").strip(),
          Long.parseLong(column(row, "Quantity").strip()),
          new BigDecimal(column(row, "UnitPrice").strip()).movePointRight(2).longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IOException("row " + row.getRecordNumber() + ": " + e.getMessage(), e);
    }
  }

  private static String column(CSVRecord row, String name) throws IOException {
    if (!row.isSet(name)) {
      throw new IOException("row " + row.getRecordNumber() + " has no column " + name);
    }
    return row.get(name);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
