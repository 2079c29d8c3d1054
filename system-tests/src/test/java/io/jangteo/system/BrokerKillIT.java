package io.jangteo.system;

import io.jangteo.testing.broker.TestBroker;
import io.jangteo.testing.broker.TestBrokers;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker in a process of its own, killed in the middle of a replay. */
class BrokerKillIT {
  @TempDir private Path folder;
  private TestBroker broker;
  private DisturbedReplay market;

  @BeforeEach
  void up() throws IOException, InterruptedException {
    broker = TestBrokers.own();
    market = DisturbedReplay.up(folder, MarketBroker.settings(broker));
  }

  @AfterEach
  void down() throws IOException, InterruptedException {
    market.downAndWipe();
    broker.kill();
  }

  @Test
  void theBrokerKilledInAReplayLosesAndDoublesNothing() throws Exception {
    // Given
    Process replay = market.startAndGetGoing();

    // When
    broker.kill();
    broker.start();

    // Then
    market.assertEndedOnTheNumbers(replay);
  }
}
