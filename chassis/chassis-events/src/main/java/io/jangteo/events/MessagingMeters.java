package io.jangteo.events;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What can be read of one service's messages from outside. */
final class MessagingMeters {
  private final MeterRegistry registry;
  private final Tags tags;
  private final Counter published;
  private final Counter unrouted;
  private final Timer confirm;

  MessagingMeters(MeterRegistry registry, String service) {
    this.registry = registry;
    this.tags = Tags.of("service", service);
    this.published = registry.counter("jangteo.outbox.published", tags);
    this.unrouted = registry.counter("jangteo.outbox.unrouted", tags);
    this.confirm = registry.timer("jangteo.outbox.confirm", tags);
  }

  void published(long nanos) {
    published.increment();
    confirm.record(nanos, java.util.concurrent.TimeUnit.NANOSECONDS);
  }

  void unrouted() {
    unrouted.increment();
  }

  void backlog(Supplier<RelayStore.Backlog> backlog) {
    gauge("jangteo.outbox.backlog", () -> backlog.get().rows());
    gauge("jangteo.outbox.oldest.seconds", () -> backlog.get().seconds());
    gauge("jangteo.outbox.unroutable", () -> backlog.get().unroutable());
  }

  /**
   * @param blocked whether the broker has told the relay to wait
   * @param unconfirmed how many are published and not yet confirmed
   */
  void publishing(BooleanSupplier blocked, Supplier<Number> unconfirmed) {
    gauge("jangteo.outbox.blocked", () -> blocked.getAsBoolean() ? 1 : 0);
    gauge("jangteo.outbox.unconfirmed", unconfirmed);
  }

  /** How many this instance works on. */
  void partitions(Supplier<Number> owned) {
    gauge("jangteo.partitions.owned", owned);
  }

  /** Seconds are those of the oldest. */
  void parked(Supplier<ParkedStore.Waiting> waiting) {
    gauge("jangteo.parked.messages", () -> waiting.get().messages());
    gauge("jangteo.parked.oldest.seconds", () -> waiting.get().seconds());
  }

  void oldestTransaction(Supplier<Number> seconds) {
    gauge("jangteo.db.oldest.transaction.seconds", seconds);
  }

  /** Only on RabbitMQ. */
  Counter dead(Supplier<Number> unowned) {
    gauge("jangteo.dead.unowned", unowned);
    return registry.counter("jangteo.dead.moved", tags);
  }

  private void gauge(String name, Supplier<Number> value) {
    Gauge.builder(name, value).tags(tags).register(registry);
  }

  Inbound inbound(String queue) {
    Tags both = tags.and("queue", queue);
    return new Inbound(
        registry.counter("jangteo.inbox.processed", both),
        registry.counter("jangteo.inbox.duplicates", both),
        registry.counter("jangteo.inbox.parked", both),
        registry.counter("jangteo.inbox.batches", both));
  }

  /** Counters of one subscription. */
  record Inbound(Counter processed, Counter duplicates, Counter parked, Counter batches) {}
}
