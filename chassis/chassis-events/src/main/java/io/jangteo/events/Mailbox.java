package io.jangteo.events;

import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Hands what foreign threads offer to one context, in order and in as few hops as possible. Holds
 * no more than the protocol lets the broker send: the prefetch window, or the unconfirmed messages.
 */
final class Mailbox<T> {
  private final Context context;
  private final Consumer<List<T>> receiver;
  private final Queue<T> items = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  Mailbox(Context context, Consumer<List<T>> receiver) {
    this.context = context;
    this.receiver = receiver;
  }

  void offer(T item) {
    items.add(item);
    if (scheduled.compareAndSet(false, true)) {
      context.runOnContext(ignored -> deliver());
    }
  }

  private void deliver() {
    scheduled.set(false);
    List<T> batch = new ArrayList<>();
    for (T item = items.poll(); item != null; item = items.poll()) {
      batch.add(item);
    }
    if (!batch.isEmpty()) {
      receiver.accept(batch);
    }
  }
}
