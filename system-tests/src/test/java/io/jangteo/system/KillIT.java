package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes killed in the middle of a replay: the same numbers, and every promise kept. */
class KillIT {
  @TempDir private Path folder;
  private DisturbedReplay market;
  private CommandLine jangteo;

  @BeforeEach
  void up() throws IOException, InterruptedException {
    market = DisturbedReplay.up(folder, MarketBroker.settings());
    jangteo = market.jangteo();
  }

  @AfterEach
  void down() throws IOException, InterruptedException {
    market.downAndWipe();
  }

  @Test
  void theWholeProcessKilledInAReplayLosesAndDoublesNothing() throws Exception {
    // Given
    Process replay = market.startAndGetGoing();

    // When
    DisturbedReplay.kill(jangteo.state().pid());
    replay.destroyForcibly().waitFor();
    market.up();

    // Then
    market.assertEndsOnTheNumbers();
  }

  @Test
  void theDatabaseKilledInAReplayLosesAndDoublesNothing() throws Exception {
    // Given
    Process replay = market.startAndGetGoing();

    // When
    DisturbedReplay.kill(jangteo.state().databasePid());

    // Then
    market.assertEndedOnTheNumbers(replay);
  }

  @Test
  void aReplayGoesOnAfterAnOrderlyStop() throws Exception {
    // Given
    Process replay = market.startAndGetGoing();

    // When
    assertThat(jangteo.run("down").exit()).isZero();
    replay.destroyForcibly().waitFor();
    market.up();

    // Then
    market.assertEndsOnTheNumbers();
  }

  @Test
  void aSecondUpOnTheSameFolderIsRefused() throws Exception {
    // When
    CommandLine.Result second = jangteo.run("up", "--detach", "--port", "0");

    // Then
    assertThat(second.exit()).isEqualTo(1);
  }
}
