package io.jangteo.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OrderTallyTest {
  private final OrderTally tally = new OrderTally();

  @Test
  void ordersAreCountedByTheirEnd() {
    for (int i = 1; i <= 100; i++) {
      tally.accepted();
      tally.left(i == 100 ? "COMPENSATED" : "COMPLETED", true, i);
    }
    tally.accepted();
    tally.left("PENDING", false, 30_000);
    assertThat(tally.summary())
        .isEqualTo(
            "101 accepted, {COMPENSATED=1, COMPLETED=99, not ended in time=1},"
                + " end state seen after p50 50 ms, p99 99 ms");
  }

  @Test
  void noOrdersAreSaidPlainly() {
    assertThat(tally.summary()).isEqualTo("no order was accepted");
  }
}
