package io.jangteo.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeersTest {
  private static final long SECOND = 1_000_000_000;

  private final Peers peers = new Peers("b");

  private static Peers of(String own, String... others) {
    Peers peers = new Peers(own);
    for (String other : others) {
      peers.heard(other, 0);
    }
    return peers;
  }

  private static LimitKey key(int number) {
    return new LimitKey("address", "192.0.2." + number);
  }

  @Test
  void everyGatewayFindsTheSameKeeperAndEachKeepsItsPart() {
    List<Peers> views = List.of(of("a", "b", "c"), of("b", "c", "a"), of("c", "b", "a"));
    Map<String, Integer> kept = new HashMap<>();
    for (int i = 0; i < 3000; i++) {
      LimitKey key = key(i);
      assertThat(views.stream().map(view -> view.keeper(key)).distinct()).hasSize(1);
      kept.merge(views.get(0).keeper(key), 1, Integer::sum);
    }

    assertThat(kept).containsOnlyKeys("a", "b", "c");
    assertThat(kept.values()).allMatch(count -> count > 800 && count < 1200);
  }

  @Test
  void onlyTheKeysOfAGatewayThatLeavesChangeTheirKeeper() {
    Peers three = of("a", "b", "c");
    Peers two = of("a", "b");
    for (int i = 0; i < 1000; i++) {
      if (!three.keeper(key(i)).equals("c")) {
        assertThat(two.keeper(key(i))).isEqualTo(three.keeper(key(i)));
      }
    }
  }

  @Test
  void oneThatIsSilentForLongOrLeavesIsForgotten() {
    assertThat(peers.heard("a", 0)).isTrue();
    assertThat(peers.heard("c", SECOND)).isTrue();
    assertThat(peers.heard("c", SECOND)).isFalse();
    peers.expire(2 * SECOND);
    assertThat(peers.present()).containsExactly("a", "b", "c");

    peers.expire(2 * SECOND + 1);
    assertThat(peers.present()).containsExactly("b", "c");

    peers.left("c");
    assertThat(peers.size()).isEqualTo(1);
  }

  @Test
  void oneThatDoesNotAnswerIsNotBelievedForASecond() {
    peers.heard("a", 0);
    peers.unreachable("a", SECOND);
    assertThat(peers.size()).isEqualTo(1);

    assertThat(peers.heard("a", 2 * SECOND - 1)).isFalse();
    assertThat(peers.heard("a", 2 * SECOND)).isTrue();
    assertThat(peers.size()).isEqualTo(2);
  }

  @Test
  void itsOwnBeatIsNobodyElse() {
    assertThat(peers.heard("b", 0)).isFalse();
    assertThat(peers.present()).containsExactly("b");
  }
}
