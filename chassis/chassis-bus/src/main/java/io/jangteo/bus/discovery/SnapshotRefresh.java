package io.jangteo.bus.discovery;

import io.vertx.core.Future;
import io.vertx.servicediscovery.Record;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the snapshot up to date. A record never changes under its registration, so the keys tell
 * who is there and only the record of a new key is fetched. Requests while one refresh runs share
 * the next one. Confined to one context.
 */
final class SnapshotRefresh {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotRefresh.class);
  private static final Comparator<ServiceInstance> ORDER =
      Comparator.comparing(ServiceInstance::service).thenComparing(ServiceInstance::instanceId);

  private final LeaseMap leases;
  private final ClusterNodes nodes;
  private final ServiceSnapshot snapshot;
  private final Duration patience;
  private final Consumer<Set<String>> onLook;
  private final InstanceRecords records = new InstanceRecords();
  private final Map<String, Optional<ServiceInstance>> known = new HashMap<>();
  private Future<Void> running = Future.succeededFuture();
  private Future<Void> next;
  private boolean failing;

  /**
   * @param onLook is given all registrations whenever the registry has answered
   */
  SnapshotRefresh(
      LeaseMap leases,
      ClusterNodes nodes,
      ServiceSnapshot snapshot,
      Duration patience,
      Consumer<Set<String>> onLook) {
    this.leases = leases;
    this.nodes = nodes;
    this.snapshot = snapshot;
    this.patience = patience;
    this.onLook = onLook;
  }

  /**
   * Succeeds after a refresh that began after this call, also when the registry did not answer and
   * what was known stays.
   */
  Future<Void> request() {
    if (running.isComplete()) {
      running = run();
      return running;
    }
    publish();
    if (next == null) {
      next =
          running.compose(
              ignored -> {
                next = null;
                running = run();
                return running;
              });
    }
    return next;
  }

  private Future<Void> run() {
    return leases
        .registrations()
        .onSuccess(onLook::accept)
        .compose(this::learn)
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .transform(
            result -> {
              report(result.cause());
              publish();
              return Future.succeededFuture();
            });
  }

  private Future<Void> learn(Set<String> registrations) {
    known.keySet().retainAll(registrations);
    List<Future<Void>> fetches =
        registrations.stream()
            .filter(registration -> !known.containsKey(registration))
            .map(this::fetch)
            .toList();
    return Future.all(fetches).mapEmpty();
  }

  private Future<Void> fetch(String registration) {
    return leases.get(registration).map(record -> remember(registration, record));
  }

  private Void remember(String registration, Record record) {
    if (record != null) {
      known.put(registration, records.toInstance(record));
    }
    return null;
  }

  /** Membership is known locally, so a killed node disappears even while the registry is stuck. */
  private void publish() {
    List<ServiceInstance> present =
        known.values().stream()
            .flatMap(Optional::stream)
            .filter(instance -> nodes.isLive(instance.nodeId()))
            .sorted(ORDER)
            .toList();
    records.retainContractsOf(known.values().stream().flatMap(Optional::stream).toList());
    snapshot.set(present);
  }

  private void report(Throwable cause) {
    if (cause != null && !failing) {
      LOG.warn("the service registry does not answer; keeping what was known", cause);
    } else if (cause == null && failing) {
      LOG.info("the service registry answers again");
    }
    failing = cause != null;
  }
}
