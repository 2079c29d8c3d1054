package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.testing.broker.TestBroker;
import io.jangteo.testing.broker.TestBroker.Kind;
import io.jangteo.testing.broker.TestBrokers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each process of a cluster killed and restarted in the middle of a replay of 32 at once: the same
 * numbers, and every promise kept.
 */
@Tag("alone")
class ClusterKillIT {
  private static final int ORDERS = 300;

  @TempDir private static Path folder;
  private static TestBroker broker;
  private static CommandLine jangteo;
  private static int seed = 100;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    jangteo = new CommandLine(folder, Map.of());
    List<String> more = new ArrayList<>();
    if (TestBrokers.kind() == Kind.RABBITMQ) {
      broker = TestBrokers.own();
      more.addAll(List.of("--rabbitmq", broker.uri().value()));
    }
    jangteo.startCluster(more.toArray(String[]::new));
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    jangteo.run("down", "--wipe");
    if (broker != null) {
      broker.kill();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"order", "payment", "inventory", "shipping", "gateway", "broker", "database"})
  void aKilledProcessLosesAndDoublesNothing(String victim) throws Exception {
    // Given
    DisturbedReplay market = DisturbedReplay.of(jangteo, folder, ORDERS, seed++);
    Process replay = market.startAndGetGoing();

    // When
    kill(victim);
    restart(victim);

    // Then
    market.assertEndedOnTheNumbers(replay);
    JsonNode result = market.result();
    System.out.printf(
        "killed %s: requests failed for %s s, %s%n",
        victim, result.path("failedSeconds"), result.path("failures"));
  }

  @Test
  void ofTwoInstancesOneKilledCostsNoOrder() throws Exception {
    // Given
    assertThat(jangteo.run("scale", "order", "2").exit()).isZero();
    DisturbedReplay market = DisturbedReplay.of(jangteo, folder, ORDERS, seed++).gently();
    Process replay = market.startAndGetGoing();

    // When
    kill("order");

    // Then
    market.assertEndedOnTheNumbers(replay);
    market.assertNothingWasRefused();
    restart("order");
    assertThat(jangteo.run("scale", "order", "1").exit()).isZero();
  }

  private static void kill(String victim) throws IOException, InterruptedException {
    if (victim.equals("broker") && broker != null) {
      broker.kill();
    } else {
      assertThat(jangteo.run("kill", victim).exit()).isZero();
    }
  }

  private static void restart(String victim) throws IOException, InterruptedException {
    if (victim.equals("broker") && broker != null) {
      broker.start();
    } else {
      assertThat(jangteo.run("restart", victim).exit()).isZero();
    }
  }
}
