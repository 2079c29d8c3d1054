package io.jangteo.marketplace.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CanaryRulesTest {
  private static final CanaryRules RULES = new CanaryRules(Duration.ofMinutes(1), 0.02, 20);
  private static final InstanceLoad GOOD = new InstanceLoad(1_000, 0, 0);

  @Test
  void asManyFailuresAsTheOthersHaveAreNoReason() {
    InstanceLoad ailing = new InstanceLoad(900, 100, 0);

    assertThat(RULES.judge(new InstanceLoad(90, 10, 0), ailing)).isEmpty();
    assertThat(RULES.judge(new InstanceLoad(98, 2, 0), GOOD)).isEmpty();
    assertThat(RULES.judge(InstanceLoad.NONE, InstanceLoad.NONE)).isEmpty();
  }

  @Test
  void moreOfThemAreOnceThereIsSomethingToJudge() {
    assertThat(RULES.judge(new InstanceLoad(9, 10, 0), GOOD)).as("too few").isEmpty();
    assertThat(RULES.judge(new InstanceLoad(10, 10, 0), GOOD))
        .hasValueSatisfying(why -> assertThat(why).startsWith("50.0 % of its 20 requests failed"));
    assertThat(RULES.judge(new InstanceLoad(97, 3, 0), GOOD)).isPresent();
  }

  @Test
  void oneMessagePutAsideIsEnough() {
    assertThat(RULES.judge(new InstanceLoad(0, 0, 1), GOOD)).contains("it parked 1 messages");
  }

  @Test
  void whatAProcessTellsIsAddedUp() {
    String metrics =
        """
        # TYPE jangteo_bus_requests_seconds histogram
        jangteo_bus_requests_seconds_count{action="a",outcome="answered",service="x"} 7
        jangteo_bus_requests_seconds_count{action="b",outcome="answered",service="x"} 3.0
        jangteo_bus_requests_seconds_count{action="a",outcome="failed",service="x"} 2
        jangteo_bus_requests_seconds_sum{action="a",outcome="failed",service="x"} 99
        jangteo_inbox_parked_total{queue="q"} 4.0
        jangteo_inbox_parked_total{queue="r"} 1.0
        """;

    InstanceLoad load = InstanceLoad.read(metrics);

    assertThat(load).isEqualTo(new InstanceLoad(10, 2, 5));
    assertThat(load.minus(new InstanceLoad(8, 2, 5)).errorRatio()).isZero();
    assertThat(load.plus(load).requests()).isEqualTo(24);
  }
}
