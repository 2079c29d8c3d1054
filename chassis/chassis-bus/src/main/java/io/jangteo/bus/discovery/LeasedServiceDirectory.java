package io.jangteo.bus.discovery;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import io.vertx.servicediscovery.Record;
import io.vertx.servicediscovery.ServiceDiscovery;
import io.vertx.servicediscovery.ServiceDiscoveryOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The directory over vertx-service-discovery with {@link LeaseBackend}. Everything but reading the
 * snapshot happens on one context of its own, so nothing here is locked.
 */
public final class LeasedServiceDirectory implements ServiceDirectory {
  private static final int ANNOUNCE_ATTEMPTS = 4;

  private final Vertx vertx;
  private final LeaseTiming timing;
  private final Context context;
  private final ServiceDiscovery discovery;
  private final LeaseMap leases;
  private final ServiceSnapshot snapshot;
  private final SnapshotRefresh refresh;
  private final Map<String, Lease> announced = new HashMap<>();
  private final MessageConsumer<JsonObject> announcements;
  private final long refreshTimer;
  private final long renewalTimer;

  /** A record of ours and the renewal that may still be under way. */
  private record Lease(Record record, Future<Void> renewal) {}

  private LeasedServiceDirectory(Vertx vertx, LeaseTiming timing) {
    this.vertx = vertx;
    this.timing = timing;
    this.context = vertx.getOrCreateContext();
    this.leases = new LeaseMap(vertx, timing.lease());
    this.discovery = ServiceDiscovery.create(vertx, options(timing));
    this.snapshot = new ServiceSnapshot(vertx);
    this.refresh =
        new SnapshotRefresh(
            leases, new ClusterNodes(vertx), snapshot, timing.patience(), this::restore);
    this.announcements =
        vertx
            .eventBus()
            .consumer(
                ServiceDiscoveryOptions.DEFAULT_ANNOUNCE_ADDRESS, message -> refresh.request());
    this.refreshTimer = vertx.setPeriodic(timing.refresh().toMillis(), tick -> refresh.request());
    this.renewalTimer = vertx.setPeriodic(timing.renewal().toMillis(), tick -> renew());
  }

  /**
   * Starts following the registry. The future succeeds with a first snapshot; when the registry
   * does not answer in time that one is empty and is filled later.
   */
  public static Future<ServiceDirectory> open(Vertx vertx) {
    return open(vertx, LeaseTiming.STANDARD);
  }

  static Future<ServiceDirectory> open(Vertx vertx, LeaseTiming timing) {
    VertxInternal owner = (VertxInternal) vertx;
    Promise<ServiceDirectory> opened = owner.promise();
    owner
        .createEventLoopContext()
        .runOnContext(
            ignored -> {
              LeasedServiceDirectory directory = new LeasedServiceDirectory(vertx, timing);
              directory
                  .announcements
                  .completion()
                  .compose(listening -> directory.refresh.request())
                  .<ServiceDirectory>map(directory)
                  .onComplete(opened);
            });
    return opened.future();
  }

  private static ServiceDiscoveryOptions options(LeaseTiming timing) {
    return new ServiceDiscoveryOptions()
        .setUsageAddress(null)
        .setBackendConfiguration(
            new JsonObject()
                .put("backend-name", LeaseBackend.NAME)
                .put(LeaseBackend.LEASE_MS, timing.lease().toMillis()));
  }

  @Override
  public Future<Void> announce(ServiceInstance instance) {
    return onOwnContext(
        () ->
            publish(instance, ANNOUNCE_ATTEMPTS)
                .compose(record -> replace(instance.directAddress(), record))
                .compose(ignored -> refresh.request()));
  }

  /**
   * Tried again when it takes too long, as on a machine that starts many things at once: a process
   * that has come so far does not give up for that. Should the earlier record arrive after all, it
   * is never renewed and ends with its lease.
   */
  private Future<Record> publish(ServiceInstance instance, int attempts) {
    return bounded(discovery.publish(InstanceRecords.toRecord(instance)))
        .recover(
            error ->
                error instanceof TimeoutException && attempts > 1
                    ? publish(instance, attempts - 1)
                    : Future.failedFuture(error));
  }

  private Future<Void> replace(String address, Record record) {
    Lease earlier = announced.put(address, new Lease(record, Future.succeededFuture()));
    return earlier == null ? Future.succeededFuture() : unpublish(earlier);
  }

  @Override
  public Future<Void> withdraw(ServiceInstance instance) {
    return onOwnContext(() -> withdraw(instance.directAddress()));
  }

  private Future<Void> withdraw(String address) {
    Lease lease = announced.remove(address);
    Future<Void> gone = lease == null ? Future.succeededFuture() : unpublish(lease);
    return gone.compose(ignored -> refresh.request());
  }

  /** Only after a renewal under way, which would bring the record back. */
  private Future<Void> unpublish(Lease lease) {
    String registration = lease.record().getRegistration();
    return lease
        .renewal()
        .otherwiseEmpty()
        .compose(ignored -> bounded(discovery.unpublish(registration)))
        .recover(
            error ->
                error instanceof NoSuchElementException
                    ? Future.succeededFuture()
                    : Future.failedFuture(error));
  }

  private void renew() {
    announced.replaceAll((address, lease) -> renewed(lease));
  }

  private Lease renewed(Lease lease) {
    return new Lease(lease.record(), bounded(leases.put(lease.record())));
  }

  /**
   * At once what the registry does not have, as after a merge with a larger part of the cluster.
   */
  private void restore(Set<String> registrations) {
    announced.replaceAll(
        (address, lease) ->
            lease.renewal().isComplete()
                    && !registrations.contains(lease.record().getRegistration())
                ? renewed(lease)
                : lease);
  }

  @Override
  public List<ServiceInstance> instances() {
    return snapshot.instances();
  }

  @Override
  public void onChange(Consumer<List<ServiceInstance>> listener) {
    snapshot.onChange(listener);
  }

  @Override
  public Future<Void> close() {
    return onOwnContext(
        () -> {
          vertx.cancelTimer(refreshTimer);
          vertx.cancelTimer(renewalTimer);
          return Future.join(List.copyOf(announced.keySet()).stream().map(this::withdraw).toList())
              .eventually(announcements::unregister)
              .onComplete(ignored -> discovery.close())
              .mapEmpty();
        });
  }

  private <T> Future<T> bounded(Future<T> operation) {
    return operation.timeout(timing.patience().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The result comes back on the caller's context. */
  private <T> Future<T> onOwnContext(Supplier<Future<T>> work) {
    Promise<T> result = ((VertxInternal) vertx).promise();
    context.runOnContext(ignored -> work.get().onComplete(result));
    return result.future();
  }
}
