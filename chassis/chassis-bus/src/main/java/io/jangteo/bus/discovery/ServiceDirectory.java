package io.jangteo.bus.discovery;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/**
 * Who is on the bus, kept as a local snapshot that is refreshed off the request path. A lease that
 * is not renewed, or whose node has left the cluster, is not in the snapshot.
 */
public interface ServiceDirectory {
  /**
   * Publishes an instance under a lease and keeps renewing it until {@link #withdraw}. The future
   * succeeds when the record is visible.
   */
  Future<Void> announce(ServiceInstance instance);

  /** Removes the record at once; succeeds also when there was none. */
  Future<Void> withdraw(ServiceInstance instance);

  /** The present snapshot; never blocks, never asks anyone. */
  List<ServiceInstance> instances();

  /** Calls {@code listener} with every new snapshot, and at once with the present one. */
  void onChange(Consumer<List<ServiceInstance>> listener);

  /** Withdraws what this process announced and stops refreshing. */
  Future<Void> close();
}
