package io.jangteo.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.runtime.config.Configuration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MovedAddressTest {
  /** Kept for documents: no machine has it. */
  private static final String OF_NOBODY = "192.0.2.1";

  @Test
  void aNodeWhoseAddressIsGoneFollowsItsNameToAnother() {
    assertThat(of("127.0.0.1").isElsewhere(OF_NOBODY)).isTrue();
  }

  @Test
  void aNodeStaysWhereItsAddressIs() {
    assertThat(of("127.0.0.1").isElsewhere("127.0.0.1")).isFalse();
  }

  @Test
  void aNodeWhoseAddressIsGoneWaitsWhileItHasNoOther() {
    assertThat(of(OF_NOBODY).isElsewhere(OF_NOBODY)).isFalse();
    assertThat(of("nobody.invalid").isElsewhere(OF_NOBODY)).isFalse();
  }

  private static ClusterSettings of(String host) {
    return Configuration.ofEnvironment(Map.of("CLUSTER_HOST", host))
        .bind("cluster", ClusterSettings.class);
  }
}
