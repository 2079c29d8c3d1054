package io.jangteo.shipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jangteo.runtime.config.Configuration;
import io.jangteo.runtime.config.ConfigurationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShippingConfigTest {
  private static final Map<String, String> REQUIRED =
      Map.of(
          "SHIPPING_DB_NAME", "shipping",
          "SHIPPING_DB_USER", "shipping",
          "SHIPPING_DB_PASSWORD", "secret");

  @Test
  void deliversToEuropeKoreaAndTheUnitedStatesUnlessSet() {
    ShippingConfig config = bind(REQUIRED);

    assertThat(config.countries()).contains("GB", "IE", "DE", "KR", "US").doesNotContain("AQ");
    assertThat(config.orderAccessTimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.inFlightMax()).isEqualTo(256);
  }

  @Test
  void countriesAreAList() {
    Map<String, String> environment = new HashMap<>(REQUIRED);
    environment.put("SHIPPING_COUNTRIES", "GB, FR");

    assertThat(bind(environment).countries()).containsExactlyInAnyOrder("GB", "FR");
  }

  @ParameterizedTest
  @CsvSource({
    "SHIPPING_COUNTRIES,''",
    "SHIPPING_COUNTRIES,UK",
    "SHIPPING_COUNTRIES,gb",
    "SHIPPING_ORDER_ACCESS_TIMEOUT,0ms",
    "SHIPPING_IN_FLIGHT_MAX,0",
    "SHIPPING_COUNTRY,GB"
  })
  void refusesWhatWouldNotWork(String variable, String value) {
    Map<String, String> environment = new HashMap<>(REQUIRED);
    environment.put(variable, value);

    assertThatThrownBy(() -> bind(environment)).isInstanceOf(ConfigurationException.class);
  }

  private static ShippingConfig bind(Map<String, String> environment) {
    return Configuration.ofEnvironment(environment).bind("shipping", ShippingConfig.class);
  }
}
