package io.jangteo.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
  @Test
  void whatIsNotGivenIsWhatTheSimulationWants() {
    LoadSettings settings = SettingsReader.read(properties(), 7, Shape.DAY);
    assertThat(settings.rate()).isEqualTo(7);
    assertThat(settings.shape()).isEqualTo(Shape.DAY);
    assertThat(settings.audit()).isTrue();
  }

  @Test
  void whatIsGivenIsTaken() {
    LoadSettings settings =
        SettingsReader.read(
            properties(
                "jangteo.load.url", "http://a:1,http://b:2",
                "jangteo.load.duration", "5m",
                "jangteo.load.shape", "stress",
                "jangteo.load.p99", "250ms",
                "jangteo.load.audit", "false",
                "jangteo.load.processes", "order=12,postgresql=34"),
            7,
            Shape.DAY);
    assertThat(settings.urls()).containsExactly("http://a:1", "http://b:2");
    assertThat(settings.duration()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.shape()).isEqualTo(Shape.STRESS);
    assertThat(settings.p99()).isEqualTo(Duration.ofMillis(250));
    assertThat(settings.audit()).isFalse();
    assertThat(settings.processes())
        .containsExactly(new WatchedProcess("order", 12), new WatchedProcess("postgresql", 34));
  }

  @ParameterizedTest
  @CsvSource({
    "jangteo.load.rat, 3, jangteo.load.rat",
    "jangteo.load.rate, fast, jangteo.load.rate",
    "jangteo.load.rate, -1, rate must be above 0",
    "jangteo.load.duration, soon, jangteo.load.duration",
    "jangteo.load.shape, round, jangteo.load.shape",
    "jangteo.load.audit, no, jangteo.load.audit",
    "jangteo.load.processes, 12, jangteo.load.processes",
    "jangteo.load.declined, 2, declined must be between",
  })
  void whatIsWrongIsNamed(String key, String value, String named) {
    Properties wrong = properties(key, value);
    assertThatThrownBy(() -> SettingsReader.read(wrong, 7, Shape.DAY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }

  private static Properties properties(String... pairs) {
    Properties properties = new Properties();
    for (int i = 0; i < pairs.length; i += 2) {
      properties.setProperty(pairs[i], pairs[i + 1]);
    }
    return properties;
  }
}
