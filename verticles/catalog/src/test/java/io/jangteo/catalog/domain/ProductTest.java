package io.jangteo.catalog.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jangteo.catalog.domain.Product.Revision;
import io.jangteo.catalog.domain.ProductFact.Listed;
import io.jangteo.catalog.domain.ProductFact.Repriced;
import io.jangteo.catalog.domain.ProductFact.Reworded;
import io.jangteo.catalog.domain.ProductFact.Withdrawn;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProductTest {
  private static final Sku SKU = new Sku("85123A");
  private static final Price PRICE = new Price(255, "GBP");
  private static final Price DEARER = new Price(295, "GBP");
  private static final Content HEART = content("Heart", PRICE);
  private static final Product PRODUCT = Product.list(SKU, HEART).product();

  @Test
  void newProductStartsAtVersionOne() {
    Revision revision = Product.list(SKU, HEART);

    assertThat(revision.product()).isEqualTo(new Product(SKU, HEART, 1, true));
    assertThat(revision.facts()).containsExactly(new Listed(SKU, "Heart", PRICE, 1));
  }

  @Test
  void sameContentIsNoFactAndNoNewVersion() {
    Revision revision = PRODUCT.revise(HEART);

    assertThat(revision.product()).isEqualTo(PRODUCT);
    assertThat(revision.facts()).isEmpty();
  }

  @Test
  void otherWordsAreOneFact() {
    Revision revision = PRODUCT.revise(content("Big heart", PRICE));

    assertThat(revision.product().version()).isEqualTo(2);
    assertThat(revision.facts()).containsExactly(new Reworded(SKU, "Big heart", 2));
  }

  @Test
  void descriptionCountsAmongTheWords() {
    Content described = new Content("Heart", Optional.of("hangs"), PRICE);

    assertThat(PRODUCT.revise(described).facts()).containsExactly(new Reworded(SKU, "Heart", 2));
  }

  @Test
  void anotherPriceIsOneFact() {
    Revision revision = PRODUCT.revise(content("Heart", DEARER));

    assertThat(revision.product().version()).isEqualTo(2);
    assertThat(revision.facts()).containsExactly(new Repriced(SKU, PRICE, DEARER, 2));
  }

  @Test
  void wordsAndPriceAreTwoFactsWithAVersionEach() {
    Revision revision = PRODUCT.revise(content("Big heart", DEARER));

    assertThat(revision.product().version()).isEqualTo(3);
    assertThat(revision.facts())
        .containsExactly(new Reworded(SKU, "Big heart", 2), new Repriced(SKU, PRICE, DEARER, 3));
  }

  @Test
  void versionsGoOnCountingAcrossAWithdrawal() {
    Revision withdrawn = PRODUCT.withdraw();
    Revision again = withdrawn.product().relist(content("Heart", DEARER));

    assertThat(withdrawn.product().listed()).isFalse();
    assertThat(withdrawn.facts()).containsExactly(new Withdrawn(SKU, 2));
    assertThat(again.product().listed()).isTrue();
    assertThat(again.facts()).containsExactly(new Listed(SKU, "Heart", DEARER, 3));
  }

  @Test
  void stockCodesOfTheTradeAreAccepted() {
    assertThat(new String[] {"85123A", "gift_0001_20", "BANK CHARGES", "M", "C2", "DCGS0003"})
        .allMatch(Sku::isValid);
    assertThat(new String[] {"", " M", "-1", "a/b", "a\u0000", "a\n", "\u00e9", "x".repeat(41)})
        .noneMatch(Sku::isValid);
  }

  @Test
  void priceIsBounded() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Price(0, "GBP"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Price(Price.AMOUNT_MAX + 1, "GBP"));
  }

  private static Content content(String name, Price price) {
    return new Content(name, Optional.empty(), price);
  }
}
