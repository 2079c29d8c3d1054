package io.jangteo.cli.replay;

import io.jangteo.marketplace.client.FailureLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * For how long requests failed. Each request that did not succeed at once failed from its beginning
 * to its success; the time is that of all of them together, what overlaps counted once.
 */
final class FailedTime implements FailureLog {
  private final Map<String, AtomicLong> attempts = new ConcurrentSkipListMap<>();
  private final List<Window> windows = new ArrayList<>();

  private record Window(long from, long to) {}

  @Override
  public void attemptFailed(String how) {
    attempts.computeIfAbsent(how, key -> new AtomicLong()).incrementAndGet();
  }

  @Override
  public void callFailedBetween(long fromNanos, long toNanos) {
    synchronized (windows) {
      windows.add(new Window(fromNanos, toNanos));
    }
  }

  long attempts() {
    return attempts.values().stream().mapToLong(AtomicLong::get).sum();
  }

  /** How many attempts failed in which way. */
  Map<String, Long> ways() {
    Map<String, Long> ways = new TreeMap<>();
    attempts.forEach((how, count) -> ways.put(how, count.get()));
    return ways;
  }

  long requests() {
    synchronized (windows) {
      return windows.size();
    }
  }

  double seconds() {
    return pieces().stream().mapToLong(piece -> piece.to() - piece.from()).sum() / 1e9;
  }

  double longestSeconds() {
    return pieces().stream().mapToLong(piece -> piece.to() - piece.from()).max().orElse(0) / 1e9;
  }

  /** The windows with those that overlap joined. */
  private List<Window> pieces() {
    List<Window> sorted;
    synchronized (windows) {
      sorted = new ArrayList<>(windows);
    }
    sorted.sort(Comparator.comparing(Window::from));
    List<Window> pieces = new ArrayList<>();
    for (Window next : sorted) {
      int last = pieces.size() - 1;
      if (last >= 0 && next.from() <= pieces.get(last).to()) {
        long to = Math.max(pieces.get(last).to(), next.to());
        pieces.set(last, new Window(pieces.get(last).from(), to));
      } else {
        pieces.add(next);
      }
    }
    return pieces;
  }
}
