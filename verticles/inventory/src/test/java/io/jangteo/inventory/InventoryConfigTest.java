package io.jangteo.inventory;

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

class InventoryConfigTest {
  private static final Map<String, String> REQUIRED =
      Map.of(
          "INVENTORY_DB_NAME", "inventory",
          "INVENTORY_DB_USER", "inventory",
          "INVENTORY_DB_PASSWORD", "secret");

  @Test
  void goodsAreHeldForAQuarterOfAnHourUnlessSet() {
    InventoryConfig config = bind(REQUIRED);

    assertThat(config.reservationExpiry()).isEqualTo(Duration.ofMinutes(15));
    assertThat(config.expiryInterval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.expiryBatch()).isEqualTo(50);
    assertThat(config.inFlightMax()).isEqualTo(256);
  }

  @ParameterizedTest
  @CsvSource({
    "INVENTORY_RESERVATION_EXPIRY,3m",
    "INVENTORY_EXPIRY_INTERVAL,0ms",
    "INVENTORY_EXPIRY_BATCH,0",
    "INVENTORY_EXPIRY_BATCH,1001",
    "INVENTORY_IN_FLIGHT_MAX,0",
    "INVENTORY_RESERVATION_EXPIRES,15m"
  })
  void refusesWhatWouldNotWork(String variable, String value) {
    Map<String, String> environment = new HashMap<>(REQUIRED);
    environment.put(variable, value);

    assertThatThrownBy(() -> bind(environment)).isInstanceOf(ConfigurationException.class);
  }

  private static InventoryConfig bind(Map<String, String> environment) {
    return Configuration.ofEnvironment(environment).bind("inventory", InventoryConfig.class);
  }
}
