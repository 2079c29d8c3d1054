package io.jangteo.member.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * When signing keys come and go. A key is published {@code lead} before it signs, so that whoever
 * verifies has fetched it by then, and stays published for {@code retention} after its successor
 * took over, so that every token it signed can be verified to its end.
 *
 * @param rotation how long one key signs
 */
public record KeySchedule(Duration rotation, Duration lead, Duration retention) {

  /** A key as far as the schedule is concerned. */
  public record Entry(String kid, Instant activeFrom) {}

  public KeySchedule {
    if (rotation.compareTo(lead) <= 0) {
      throw new IllegalArgumentException("a key must sign for longer than it is published before");
    }
  }

  /** From when a key should sign that has to be made now; empty when none has to be. */
  public Optional<Instant> nextActivation(List<Entry> keys, Instant now) {
    Optional<Entry> newest = keys.stream().max(Comparator.comparing(Entry::activeFrom));
    if (newest.isEmpty()) {
      return Optional.of(now);
    }
    Instant due = newest.get().activeFrom().plus(rotation);
    Instant earliest = now.plus(lead);
    if (due.isAfter(earliest)) {
      return Optional.empty();
    }
    return Optional.of(earliest);
  }

  /** The key to sign with: the newest that is active, or else the first that will be. */
  public Optional<Entry> current(List<Entry> keys, Instant now) {
    return keys.stream()
        .filter(key -> !key.activeFrom().isAfter(now))
        .max(Comparator.comparing(Entry::activeFrom))
        .or(() -> keys.stream().min(Comparator.comparing(Entry::activeFrom)));
  }

  /** Keys that no valid token can have been signed with. */
  public List<String> outdated(List<Entry> keys, Instant now) {
    List<Entry> inOrder = keys.stream().sorted(Comparator.comparing(Entry::activeFrom)).toList();
    return IntStream.range(0, Math.max(0, inOrder.size() - 1))
        .filter(i -> inOrder.get(i + 1).activeFrom().plus(retention).isBefore(now))
        .mapToObj(i -> inOrder.get(i).kid())
        .toList();
  }
}
