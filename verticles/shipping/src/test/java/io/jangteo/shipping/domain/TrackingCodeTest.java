package io.jangteo.shipping.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class TrackingCodeTest {
  @Test
  void aCodeIsTheWholeIdInBase32() {
    assertThat(TrackingCode.of(new UUID(0, 0))).isEqualTo("JT00000000000000000000000000");
    assertThat(TrackingCode.of(new UUID(0, 33))).isEqualTo("JT00000000000000000000000011");
    assertThat(TrackingCode.of(new UUID(-1, -1))).isEqualTo("JT7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
  }

  @Test
  void idsThatDifferInOneBitHaveDifferentCodes() {
    assertThat(TrackingCode.of(new UUID(1, 0))).isNotEqualTo(TrackingCode.of(new UUID(1, 1)));
  }
}
