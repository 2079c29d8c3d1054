package io.jangteo.bus.discovery;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The present list of instances, swapped whole, and those who want to hear of a new one. */
final class ServiceSnapshot {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceSnapshot.class);

  private final Vertx vertx;
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private volatile List<ServiceInstance> instances = List.of();

  private record Subscriber(Context context, Consumer<List<ServiceInstance>> listener) {}

  ServiceSnapshot(Vertx vertx) {
    this.vertx = vertx;
  }

  List<ServiceInstance> instances() {
    return instances;
  }

  void onChange(Consumer<List<ServiceInstance>> listener) {
    subscribers.add(new Subscriber(vertx.getOrCreateContext(), listener));
    notify(listener, instances);
  }

  /** Swaps and tells, unless nothing changed. */
  void set(List<ServiceInstance> next) {
    if (next.equals(instances)) {
      return;
    }
    instances = next;
    subscribers.forEach(
        subscriber ->
            subscriber.context().runOnContext(ignored -> notify(subscriber.listener(), next)));
  }

  private static void notify(
      Consumer<List<ServiceInstance>> listener, List<ServiceInstance> present) {
    try {
      listener.accept(present);
    } catch (RuntimeException e) {
      LOG.error("a listener to service changes failed", e);
    }
  }
}
