package io.jangteo.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {
  enum Mode {
    FAST,
    VERY_SAFE
  }

  record Store(@Setting(doc = "Who may read.") Secret password) {}

  record Shop(
      @Setting(defaultValue = "2s", doc = "Longest step.") Duration stepTimeout,
      @Setting(defaultValue = "fast", doc = "Either | or.") Mode mode,
      @Setting(defaultValue = "", doc = "May be empty.") String note,
      Store db) {}

  @Test
  void everyLeafIsARowInTheOrderOfTheRecords() {
    assertThat(new ConfigurationReference().add("shop", Shop.class).rows())
        .isEqualTo(
            """
            | `shop.stepTimeout` | `SHOP_STEP_TIMEOUT` | duration | `2s` | Longest step. |
            | `shop.mode` | `SHOP_MODE` | `fast`, `very_safe` | `fast` | Either \\| or. |
            | `shop.note` | `SHOP_NOTE` | string | empty | May be empty. |
            | `shop.db.password` | `SHOP_DB_PASSWORD` or `SHOP_DB_PASSWORD_FILE` | secret | required | Who may read. |
            """);
  }
}
