package io.jangteo.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayResultTest {
  private static final TradePlan NOTHING =
      new TradePlan(Map.of(), Map.of(), Set.of(), List.of(), Map.of(), List.of());

  @Test
  void sumsAreOfWhatTheServiceReported() {
    // Given
    List<PlacedOrder> orders =
        List.of(
            new PlacedOrder("1", "COMPLETED", 2, 8, 1_500),
            new PlacedOrder("2", "COMPENSATED", 1, 4, 500));

    // When
    ReplayResult result =
        ReplayResult.of(NOTHING, orders, new long[] {1_000_000, 3_000_000}, 2.0, new FailedTime());

    // Then
    assertThat(result.orders()).isEqualTo(2);
    assertThat(result.completed()).isEqualTo(1);
    assertThat(result.compensated()).isEqualTo(1);
    assertThat(result.lines()).isEqualTo(3);
    assertThat(result.units()).isEqualTo(12);
    assertThat(result.pence()).isEqualTo(2_000);
    assertThat(result.ordersPerSecond()).isEqualTo(1.0);
  }

  @Test
  void percentilesAreNearestRank() {
    // Given
    long[] latencies = new long[100];
    for (int i = 0; i < 100; i++) {
      latencies[i] = (100 - i) * 1_000_000L;
    }

    // When
    ReplayResult result = ReplayResult.of(NOTHING, List.of(), latencies, 1.0, new FailedTime());

    // Then
    assertThat(result.latencyP50Ms()).isEqualTo(50.0);
    assertThat(result.latencyP99Ms()).isEqualTo(99.0);
  }

  @Test
  void nothingSentGivesZeros() {
    ReplayResult result = ReplayResult.of(NOTHING, List.of(), new long[0], 0, new FailedTime());

    assertThat(result.ordersPerSecond()).isZero();
    assertThat(result.latencyP99Ms()).isZero();
  }
}
