package io.jangteo.loadtest.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.loadtest.profile.TradeProfile.PopularProduct;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeriveProfileTest {
  private static final String TRADE =
      """
      InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID
      1,A,,6,2010-12-01T08:26,2.55,17850
      1,B,"BLUE, POT ",2,2010-12-01T08:26,1.00,17850
      1,A,RED CUP,1,2010-12-01T08:26,2.95,17850
      2,A,RED CUP,6,2010-12-02T08:59,2.95,
      3,B,BLUE POT,-5,2010-12-02T10:00,0.00,
      C4,A,RED CUP,-6,2010-12-03T11:00,2.55,17850
      5,C,GREEN JAR,12,2010-12-03T12:00,0.10,
      5,B,free,1,2010-12-03T12:00,0.00,
      """;

  @Test
  void cancellationsCorrectionsAndGiftsAreNoOrders() throws IOException {
    TradeProfile profile = derive(10);
    assertThat(profile.orders()).isEqualTo(3);
    assertThat(profile.basketSizes()).containsExactly(new Weighted(1, 2), new Weighted(3, 1));
    assertThat(profile.quantities())
        .containsExactly(
            new Weighted(1, 1), new Weighted(2, 1), new Weighted(6, 2), new Weighted(12, 1));
  }

  @Test
  void theMostPopularProductComesFirstWithItsFirstPriceAndName() throws IOException {
    assertThat(derive(10).products())
        .containsExactly(
            new PopularProduct("A", "RED CUP", 255, 3),
            new PopularProduct("B", "BLUE, POT", 100, 1),
            new PopularProduct("C", "GREEN JAR", 10, 1));
  }

  @Test
  void linesOfUnlistedProductsAreOnlyCounted() throws IOException {
    assertThat(derive(1).products()).extracting(PopularProduct::sku).containsExactly("A");
    assertThat(derive(1).linesOnOtherProducts()).isEqualTo(2);
    assertThat(derive(10).withProducts(1)).isEqualTo(derive(1));
  }

  @Test
  void ordersAreCountedByTheHourOfTheDay() throws IOException {
    assertThat(derive(1).ordersByHour()).hasSize(24);
    assertThat(derive(1).ordersByHour().get(8)).isEqualTo(2);
    assertThat(derive(1).ordersByHour().get(12)).isEqualTo(1);
    assertThat(derive(1).ordersByHour().stream().mapToInt(i -> i).sum()).isEqualTo(3);
  }

  @Test
  void aGzippedFileIsReadLikeAPlainOne(@TempDir Path folder) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
      zip.write(TRADE.getBytes(StandardCharsets.UTF_8));
    }
    Path packed = Files.write(folder.resolve("t.csv.gz"), zipped.toByteArray());
    Path plain = Files.writeString(folder.resolve("t.csv"), TRADE);
    assertThat(TradeOrders.read(packed))
        .hasSize(3)
        .containsExactlyElementsOf(TradeOrders.read(plain));
  }

  private static TradeProfile derive(int products) throws IOException {
    return DeriveProfile.of(TradeOrders.read(new StringReader(TRADE)), products);
  }
}
