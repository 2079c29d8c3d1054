package io.jangteo.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class HedgesTest {
  @Property
  void noMoreThanOneInTwentyIsSentTwice(@ForAll @IntRange(max = 2_000) int requests) {
    Hedges any = new Hedges();
    int sentTwice = 0;
    for (int i = 0; i < requests; i++) {
      any.requested();
      sentTwice += any.take() ? 1 : 0;
    }

    assertThat(sentTwice * 20).isLessThanOrEqualTo(requests);
    assertThat(sentTwice * 20).isGreaterThan(requests - 40);
  }
}
