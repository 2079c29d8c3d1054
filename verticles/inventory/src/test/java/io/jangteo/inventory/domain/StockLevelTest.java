package io.jangteo.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StockLevelTest {
  private final StockLevel level = new StockLevel(10, 4, 7);

  @Test
  void anEntryChangesWhatIsOnHandAndCounts() {
    assertThat(level.plus(-6)).contains(new StockLevel(4, 4, 8));
    assertThat(level.plus(5)).contains(new StockLevel(15, 4, 8));
  }

  @Test
  void goodsHeldForOrdersCannotBeCorrectedAway() {
    assertThat(level.plus(-7)).isEmpty();
  }

  @Test
  void availableIsWhatNobodyHolds() {
    assertThat(level.available()).isEqualTo(6);
  }

  @Test
  void moreHeldThanThereIsIsNoLevel() {
    assertThatThrownBy(() -> new StockLevel(1, 2, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
