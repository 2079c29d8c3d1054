package io.jangteo.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ListenersTest {
  private static final List<String> LINES =
      List.of(
          "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid",
          "   0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0",
          "   1: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0",
          "   2: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0",
          "   3: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0");

  @Test
  void onlySocketsThatListenOnThatPortCount() {
    assertThat(Listeners.count(LINES, 8080)).isEqualTo(2);
    assertThat(Listeners.count(LINES, 8081)).isEqualTo(1);
    assertThat(Listeners.count(LINES, 50_000)).isZero();
  }
}
