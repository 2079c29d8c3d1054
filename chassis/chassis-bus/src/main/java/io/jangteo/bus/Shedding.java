package io.jangteo.bus;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * What a service refuses while more waits for what all its operations need, such as connections to
 * its database, than can be served soon: first what matters least. A service that has done little
 * yet compiles what it does and lets more wait for that, which ends by itself. For many threads.
 */
final class Shedding {
  /** So many times as many as can be served at once wait when browsing is refused. */
  private static final int BROWSING_WAITS = 2;

  /** The same for other reads: of an order just placed, say, which nobody wants to miss. */
  private static final int READING_WAITS = 8;

  /** From so many requests on it should have compiled what they need. */
  static final int WARM_REQUESTS = 1_000;

  /** Before, so many times as many may wait. */
  private static final int COLD = 8;

  private final Map<String, Priority> priorities;
  private final IntSupplier pressure;
  private final AtomicInteger requests = new AtomicInteger();

  /**
   * @param priorities by action
   * @param pressure how many times as many wait as are served at once
   */
  Shedding(Map<String, Priority> priorities, IntSupplier pressure) {
    this.priorities = Map.copyOf(priorities);
    this.pressure = pressure;
  }

  /** To be told of every request, refused or not. */
  void requested() {
    if (requests.get() < WARM_REQUESTS) {
      requests.incrementAndGet();
    }
  }

  /**
   * Reads only. Many writes at once may just wait for one another, as repetitions of one request
   * do, and get the same answer in the end.
   */
  boolean refuses(String action) {
    int present = pressure.getAsInt() / (requests.get() < WARM_REQUESTS ? COLD : 1);
    if (present < BROWSING_WAITS) {
      return false;
    }
    return switch (priorities.getOrDefault(action, Priority.READ)) {
      case BROWSE -> true;
      case READ -> present >= READING_WAITS;
      case WRITE, CALLBACK, TOKEN, HEALTH -> false;
    };
  }
}
