package io.jangteo.shipping;

import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.config.Setting;
import io.jangteo.shipping.domain.ServedCountries;
import java.time.Duration;
import java.util.List;

/** Settings of the shipping service. */
public record ShippingConfig(
    DatabaseConfig db,
    @Setting(
            defaultValue =
                "AD,AT,BE,BG,CH,CY,CZ,DE,DK,EE,ES,FI,FR,GB,GG,GI,GR,HR,HU,IE,IM,IS,IT,JE,LI,LT,"
                    + "LU,LV,MC,MT,NL,NO,PL,PT,RO,SE,SI,SK,SM,VA,KR,US",
            doc = "Countries delivered to, as ISO 3166-1 alpha-2 codes.")
        List<String> countries,
    @Setting(
            defaultValue = "1s",
            doc = "Longest wait for the order service to say whether a customer may see an order.")
        Duration orderAccessTimeout,
    @Setting(defaultValue = "256", doc = "Most requests worked on at once.") int inFlightMax) {

  public ShippingConfig {
    countries = List.copyOf(ServedCountries.of(countries).codes());
    if (orderAccessTimeout.toMillis() < 1) {
      throw new IllegalArgumentException("orderAccessTimeout must be at least 1ms");
    }
    if (inFlightMax < 1) {
      throw new IllegalArgumentException("inFlightMax must be at least 1");
    }
  }
}
