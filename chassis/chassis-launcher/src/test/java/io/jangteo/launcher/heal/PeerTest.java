package io.jangteo.launcher.heal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeerTest {
  private final Peer peer = new Peer("b");

  @Test
  void anAddressIsUnreachedWhenItWasSilentTwiceInARow() {
    peer.asked(Set.of("node.b", "order.1"));
    assertThat(peer.unreached()).isEmpty();
    peer.asked(Set.of("order.1"));
    assertThat(peer.unreached()).containsExactly("order.1");
    peer.asked(Set.of("node.b"));
    assertThat(peer.unreached()).isEmpty();
    peer.asked(Set.of());
    assertThat(peer.failures()).isZero();
  }

  @Test
  void wasHeardLatelyOnlyIfItAskedLately() {
    assertThat(peer.wasHeardSince(Long.MIN_VALUE / 2)).isFalse();
    peer.heard(100);
    assertThat(peer.wasHeardSince(100)).isTrue();
    assertThat(peer.wasHeardSince(101)).isFalse();
  }

  @Test
  void theMoreOftenANodeHadToStartTheLongerItWaitsTheNextTime() {
    Starts starts = new Starts();
    starts.started(0);
    assertThat(starts.noneBefore(Duration.ofSeconds(30))).isEqualTo(60_000_000_000L);
    starts.started(0);
    assertThat(starts.noneBefore(Duration.ofSeconds(30))).isEqualTo(120_000_000_000L);
    for (int i = 0; i < 100; i++) {
      starts.started(0);
    }
    assertThat(starts.noneBefore(Duration.ofSeconds(30))).isEqualTo(600_000_000_000L);
    assertThat(starts.count()).isEqualTo(102);
  }
}
