package io.jangteo.bus;

import io.jangteo.bus.discovery.ServiceDirectory;
import io.jangteo.bus.discovery.ServiceInstance;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A directory that says what a test wants. */
final class FixedDirectory implements ServiceDirectory {
  private final List<ServiceInstance> instances = new CopyOnWriteArrayList<>();
  private final List<Consumer<List<ServiceInstance>>> listeners = new CopyOnWriteArrayList<>();

  @Override
  public Future<Void> announce(ServiceInstance instance) {
    instances.add(instance);
    listeners.forEach(listener -> listener.accept(instances()));
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> withdraw(ServiceInstance instance) {
    instances.remove(instance);
    listeners.forEach(listener -> listener.accept(instances()));
    return Future.succeededFuture();
  }

  @Override
  public List<ServiceInstance> instances() {
    return List.copyOf(instances);
  }

  @Override
  public void onChange(Consumer<List<ServiceInstance>> listener) {
    listeners.add(listener);
    listener.accept(instances());
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
