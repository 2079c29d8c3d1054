package io.jangteo.launcher.heal;

import java.util.Set;
import java.util.TreeSet;

/** Another node as this one has met it so far. */
final class Peer {
  /** One answer may be late by chance. */
  private static final int CHANCE = 1;

  private final String node;
  private int failures;
  private long heardAt;
  private boolean heard;
  private Set<String> silent = Set.of();
  private Set<String> before = Set.of();

  Peer(String node) {
    this.node = node;
  }

  String node() {
    return node;
  }

  /** It has asked us. */
  void heard(long now) {
    heard = true;
    heardAt = now;
  }

  boolean wasHeardSince(long time) {
    return heard && heardAt - time >= 0;
  }

  /**
   * @param addresses of its that did not answer in this round
   */
  void asked(Set<String> addresses) {
    failures = addresses.isEmpty() ? 0 : failures + 1;
    before = silent;
    silent = addresses;
  }

  /** Its addresses that were silent twice in a row. */
  Set<String> unreached() {
    Set<String> both = new TreeSet<>(silent);
    both.retainAll(before);
    return failures > CHANCE ? both : Set.of();
  }

  int failures() {
    return failures;
  }
}
