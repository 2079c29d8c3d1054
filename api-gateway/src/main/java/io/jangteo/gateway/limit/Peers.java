package io.jangteo.gateway.limit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The gateways that share limits, as far as this one hears of them. Which of them keeps the account
 * of a key follows from the key and from who is there, so nobody has to be asked for it.
 */
final class Peers {
  /** Several beats may be lost. */
  static final long SILENCE_MAX = 2_000_000_000;

  /** One that does not answer keeps no accounts for so long, whatever its beats say. */
  private static final long DISTRUST = 1_000_000_000;

  private final String own;
  private final Map<String, Long> heard = new HashMap<>();
  private final Map<String, Long> distrusted = new HashMap<>();
  private String[] present;

  Peers(String own) {
    this.own = own;
    this.present = new String[] {own};
  }

  /** A sign of life; tells whether it is from one that was not there before. */
  boolean heard(String id, long now) {
    Long since = distrusted.get(id);
    if (id.equals(own) || since != null && now - since < DISTRUST) {
      return false;
    }
    distrusted.remove(id);
    boolean isNew = heard.put(id, now) == null;
    if (isNew) {
      list();
    }
    return isNew;
  }

  /** It has left. */
  void left(String id) {
    if (heard.remove(id) != null) {
      list();
    }
  }

  /** It did not answer. */
  void unreachable(String id, long now) {
    distrusted.put(id, now);
    left(id);
  }

  /** Forgets those that have been silent for too long. */
  void expire(long now) {
    distrusted.values().removeIf(since -> now - since > SILENCE_MAX);
    if (heard.values().removeIf(last -> now - last > SILENCE_MAX)) {
      list();
    }
  }

  private void list() {
    List<String> all = new ArrayList<>(heard.keySet());
    all.add(own);
    present = all.stream().sorted().toArray(String[]::new);
  }

  /** This gateway included. */
  int size() {
    return present.length;
  }

  List<String> present() {
    return List.of(present);
  }

  /** The one of them that keeps the account, by highest random weight. */
  String keeper(LimitKey key) {
    long hash = 31L * key.limit().hashCode() + key.who().hashCode();
    String keeper = own;
    long highest = Long.MIN_VALUE;
    for (String id : present) {
      long weight = mix(hash ^ ((long) id.hashCode() << 32));
      if (weight > highest) {
        highest = weight;
        keeper = id;
      }
    }
    return keeper;
  }

  /** Spreads every bit of the input over the output (the finaliser of SplitMix64). */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
