package io.jangteo.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jangteo.events.RelayStore.Backlog;
import io.jangteo.runtime.config.Configuration;
import io.jangteo.runtime.config.ConfigurationException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BacklogCapTest {
  private static final BacklogCap CAP = new BacklogCap(100, Duration.ofSeconds(20));

  @ParameterizedTest
  @CsvSource({
    "0, 0, true",
    "100, 20, true",
    "101, 0, false",
    "1, 21, false",
    "100000, 600, false",
  })
  void thereIsRoomUpToSoManyAndSoOldAndNotBeyond(long rows, long seconds, boolean room) {
    assertThat(CAP.hasRoomBeside(new Backlog(rows, seconds, 0))).isEqualTo(room);
  }

  @Test
  void whatNobodyCouldHearCountsAsRowsLikeAllOthers() {
    assertThat(CAP.hasRoomBeside(new Backlog(100, 0, 100))).isTrue();
    assertThat(CAP.hasRoomBeside(new Backlog(101, 0, 101))).isFalse();
  }

  @Test
  void countingGoesOneBeyondTheCapAndOverflowsNever() {
    assertThat(CAP.countMax()).isEqualTo(101);
    assertThat(new BacklogCap(Integer.MAX_VALUE, Duration.ofDays(1)).countMax()).isPositive();
  }

  @Test
  void unlessSetItIsAHundredThousandMessagesOrTenMinutes() {
    assertThat(bind(Map.of()).backlog()).isEqualTo(BacklogCap.STANDARD);
    assertThat(BacklogCap.STANDARD).isEqualTo(new BacklogCap(100_000, Duration.ofMinutes(10)));
  }

  @Test
  void aCapThatLetsNothingThroughIsRefusedNamingTheKey() {
    assertThatThrownBy(() -> bind(Map.of("RABBITMQ_BACKLOG_ROWS_MAX", "0")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("rabbitmq.backlog")
        .hasMessageContaining("rowsMax");
    assertThatThrownBy(() -> bind(Map.of("RABBITMQ_BACKLOG_AGE_MAX", "500ms")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("ageMax");
  }

  private static BrokerConfig bind(Map<String, String> environment) {
    return Configuration.ofEnvironment(environment).bind("rabbitmq", BrokerConfig.class);
  }
}
