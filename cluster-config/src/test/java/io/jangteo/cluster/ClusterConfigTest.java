package io.jangteo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterConfigTest {
  @Test
  void refusesAClusterWithoutAName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterConfig.local(" ", 5701, List.of("localhost:5701")))
        .withMessageContaining("name");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65536})
  void refusesAPortThatIsNone(int port) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterConfig.local("jangteo", port, List.of("localhost:5701")))
        .withMessageContaining("port");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:", ":5701", "http://localhost:5701", "a b:1", ""})
  void refusesAMemberThatIsNotHostAndPort(String member) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterConfig.local("jangteo", 5701, List.of(member)))
        .withMessageContaining("members");
  }

  @Test
  void refusesAClusterWithNobodyToAsk() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterConfig.local("jangteo", 5701, List.of()))
        .withMessageContaining("members");
  }

  @Test
  void keepsItsMembersWhateverHappensToTheListItWasGiven() {
    List<String> given = new ArrayList<>(List.of("localhost:5701"));
    ClusterConfig config = ClusterConfig.local("jangteo", 5701, given);

    given.clear();

    assertThat(config.members()).containsExactly("localhost:5701");
  }
}
