package io.jangteo.marketplace.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jangteo.marketplace.home.Home;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSettingsTest {
  @TempDir private Path folder;
  private Home home;

  @BeforeEach
  void create() throws IOException {
    home = new Home(folder.resolve("home"));
    home.create();
  }

  @Test
  void aSecondStartKeepsNameAndPorts() throws IOException {
    // Given
    ClusterSettings first = ClusterSettings.forStart(home, 0, 2, null, null);
    first.write(home);

    // When
    ClusterSettings second = ClusterSettings.forStart(home, first.gatewayPort(), 2, null, null);

    // Then
    assertThat(second).isEqualTo(first);
  }

  @Test
  void aPortThatSomebodyHasTakenSinceIsReplaced() throws IOException {
    // Given
    ClusterSettings first = ClusterSettings.forStart(home, 0, 2, null, null);
    first.write(home);

    // When
    try (ServerSocket thief = new ServerSocket(first.sandboxPort())) {
      ClusterSettings second = ClusterSettings.forStart(home, 0, 2, null, null);

      // Then
      assertThat(second.sandboxPort()).isNotEqualTo(thief.getLocalPort());
      assertThat(second.name()).isEqualTo(first.name());
      assertThat(second.databasePort()).isEqualTo(first.databasePort());
    }
  }

  @Test
  void aGatewayPortInUseIsRefusedAndNamed() throws IOException {
    int first = new Ports().free(2);
    try (ServerSocket taken = new ServerSocket(first + 1)) {
      assertThatThrownBy(() -> ClusterSettings.forStart(home, first, 2, null, null))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("port " + taken.getLocalPort());
    }
  }

  @Test
  void twoHomesHaveTwoNames() throws IOException {
    Home other = new Home(folder.resolve("other"));

    assertThat(ClusterSettings.forStart(home, 0, 2, null, null).name())
        .isNotEqualTo(ClusterSettings.forStart(other, 0, 2, null, null).name());
  }

  @Test
  void serversOfOnesOwnLeaveNothingToRun() throws IOException {
    ClusterSettings settings =
        ClusterSettings.forStart(home, 0, 2, "amqp://a:b@host", "postgresql://a:b@host");

    assertThat(settings.hasInfrastructure()).isFalse();
    assertThat(settings.brokerUri()).isEqualTo("amqp://a:b@host");
  }
}
