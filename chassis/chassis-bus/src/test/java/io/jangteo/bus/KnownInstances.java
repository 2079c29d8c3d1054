package io.jangteo.bus;

import io.jangteo.bus.discovery.ServiceDirectory;
import io.jangteo.bus.discovery.ServiceInstance;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/** A directory in which nothing changes. */
final class KnownInstances implements ServiceDirectory {
  private final List<ServiceInstance> instances;

  KnownInstances(ServiceInstance... instances) {
    this.instances = List.of(instances);
  }

  @Override
  public Future<Void> announce(ServiceInstance instance) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Void> withdraw(ServiceInstance instance) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<ServiceInstance> instances() {
    return instances;
  }

  @Override
  public void onChange(Consumer<List<ServiceInstance>> listener) {
    listener.accept(instances);
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
