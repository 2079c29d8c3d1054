package io.jangteo.marketplace.client;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Gateways in turn; one that failed comes last for a while. */
final class Gateways {
  private static final long AVOIDED_NANOS = Duration.ofSeconds(5).toNanos();

  private final List<Gateway> all;
  private final AtomicInteger turn = new AtomicInteger();

  Gateways(List<URI> uris) {
    if (uris.isEmpty()) {
      throw new IllegalArgumentException("at least one gateway is needed");
    }
    this.all = uris.stream().map(Gateway::new).toList();
  }

  /** One of them, and when it last failed. */
  static final class Gateway {
    private static final long NEVER = Long.MIN_VALUE;

    private final URI uri;
    private final AtomicLong failedNanos = new AtomicLong(NEVER);

    private Gateway(URI uri) {
      this.uri = uri;
    }

    URI uri() {
      return uri;
    }

    void failed() {
      failedNanos.set(System.nanoTime());
    }

    void answered() {
      failedNanos.set(NEVER);
    }

    private boolean isAvoided() {
      long failed = failedNanos.get();
      return failed != NEVER && System.nanoTime() - failed < AVOIDED_NANOS;
    }
  }

  /** All of them, in the order in which this call should ask. */
  List<Gateway> inOrder() {
    int first = Math.floorMod(turn.getAndIncrement(), all.size());
    List<Gateway> order = new ArrayList<>(all.size());
    List<Gateway> avoided = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Gateway next = all.get((first + i) % all.size());
      (next.isAvoided() ? avoided : order).add(next);
    }
    order.addAll(avoided);
    return order;
  }

  @Override
  public String toString() {
    return String.join(" and ", all.stream().map(each -> each.uri().toString()).toList());
  }
}
