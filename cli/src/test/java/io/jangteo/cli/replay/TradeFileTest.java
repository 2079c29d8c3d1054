package io.jangteo.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TradeFileTest {
  private static final String HEADER =
      "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID\n";
  private static final String TRADE =
      HEADER
          + "100,85123A,HEART HOLDER ,6,2010-12-01T08:26,2.55,17850\n"
          + "100,71053,\"LANTERN, WHITE\",2,2010-12-01T08:26,3.39,17850\n"
          + "100,85123A,HEART HOLDER,1,2010-12-01T08:26,2.10,17850\n"
          + "101,22139,,56,2010-12-01T11:52,0.00,\n"
          + "102,71053,,3,2010-12-01T12:00,3.39,\n"
          + "102,71053,wet,-5,2010-12-01T12:00,0.00,\n"
          + "C103,85123A,HEART HOLDER,-1,2010-12-02T09:00,2.55,17850\n";

  @TempDir private Path folder;

  @Test
  void invoicesAreReadAsOrdersCorrectionsAndReturns() throws IOException {
    // When
    TradePlan plan = TradePlan.of(TradeFile.read(plain(TRADE)));

    // Then
    assertThat(plan.orders()).extracting(Invoice::number).containsExactly("100", "102");
    assertThat(plan.orders().get(0).sales()).hasSize(3);
    assertThat(plan.orders().get(0).customer()).contains("17850");
    assertThat(plan.orders().get(1).customer()).isEqualTo(Optional.empty());
    assertThat(plan.corrections())
        .isEqualTo(
            Map.of(
                "101-0", new TradePlan.Correction("22139", 56),
                "102-0", new TradePlan.Correction("71053", -5)));
    assertThat(plan.returns()).extracting(Invoice::number).containsExactly("C103");
  }

  @Test
  void receiptsCoverEverySaleAndWriteOff() throws IOException {
    // When
    TradePlan plan = TradePlan.of(TradeFile.read(plain(TRADE)));

    // Then
    assertThat(plan.receipts()).isEqualTo(Map.of("85123A", 7L, "71053", 10L));
  }

  @Test
  void aProductTakesItsFirstPriceAndFirstNonEmptyName() throws IOException {
    // When
    TradePlan plan = TradePlan.of(TradeFile.read(plain(TRADE)));

    // Then
    assertThat(plan.products())
        .isEqualTo(
            Map.of(
                "85123A", new TradePlan.Product("HEART HOLDER", 255),
                "71053", new TradePlan.Product("LANTERN, WHITE", 339)));
  }

  @Test
  void aGzippedFileReadsLikeThePlainOne() throws IOException {
    // Given
    Path zipped = folder.resolve("trade.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write(TRADE.getBytes(StandardCharsets.UTF_8));
    }

    // Then
    assertThat(TradeFile.read(zipped).invoices())
        .isEqualTo(TradeFile.read(plain(TRADE)).invoices());
  }

  @Test
  void aRowThatIsNoTradeIsNamed() throws IOException {
    // Given
    Path file = plain(HEADER + "100,85123A,X,six,2010-12-01T08:26,2.55,17850\n");

    // Then
    assertThatThrownBy(() -> TradeFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("row 1");
  }

  @Test
  void aFractionOfAPennyIsRefused() throws IOException {
    // Given
    Path file = plain(HEADER + "100,85123A,X,6,2010-12-01T08:26,2.555,17850\n");

    // Then
    assertThatThrownBy(() -> TradeFile.read(file)).hasMessageContaining("row 1");
  }

  private Path plain(String content) throws IOException {
    return Files.writeString(folder.resolve("trade.csv"), content);
  }
}
