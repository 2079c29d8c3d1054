package io.jangteo.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jangteo.runtime.config.Configuration;
import io.jangteo.runtime.config.ConfigurationException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskFloorTest {
  private static final long MIB = 1L << 20;

  private final DiskFloor floor = new DiskFloor(64 * MIB);

  @Test
  void isBrokenBelowItAndMendedAtTwiceAsMuch() {
    assertThat(floor.isBroken(64 * MIB)).isFalse();
    assertThat(floor.isBroken(64 * MIB - 1)).isTrue();
    assertThat(floor.hasRoomAgain(128 * MIB - 1)).isFalse();
    assertThat(floor.hasRoomAgain(128 * MIB)).isTrue();
  }

  @Test
  void ofNothingIsNeverBroken() {
    assertThat(new DiskFloor(0).isBroken(0)).isFalse();
  }

  @Test
  void complainsWithFolderRoomAndWhatToDo() {
    assertThat(floor.complaint(Path.of("/srv/market/postgres"), 12 * MIB))
        .isEqualTo(
            "/srv/market/postgres has 12 MiB free, less than the 64 MiB of embedded.diskFloor;"
                + " make room there, it goes on by itself at 128 MiB");
  }

  @Test
  void isSixtyFourMebibytesUnlessSetOtherwise() {
    assertThat(bind(Map.of()).diskFloor().bytes()).isEqualTo(64 * MIB);
    assertThat(bind(Map.of("EMBEDDED_DISK_FLOOR", "0B")).diskFloor().bytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"15MiB", "1025GiB", "much"})
  void isRefusedWhenItMakesNoSense(String value) {
    assertThatThrownBy(() -> bind(Map.of("EMBEDDED_DISK_FLOOR", value)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("embedded");
  }

  private static EmbeddedConfig bind(Map<String, String> variables) {
    return Configuration.ofEnvironment(variables).bind("embedded", EmbeddedConfig.class);
  }
}
