package io.jangteo.catalog;

import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.config.Setting;
import java.util.List;

/** Settings of the catalog service, under the prefix {@code catalog}. */
public record CatalogConfig(
    DatabaseConfig db,
    @Setting(defaultValue = "GBP,EUR,USD,KRW", doc = "Currencies that prices may be in.")
        List<String> currencies) {
  public CatalogConfig {
    currencies = List.copyOf(currencies);
    if (currencies.isEmpty() || !currencies.stream().allMatch(c -> c.matches("[A-Z]{3}"))) {
      throw new IllegalArgumentException("currencies must be codes of three capitals");
    }
  }
}
