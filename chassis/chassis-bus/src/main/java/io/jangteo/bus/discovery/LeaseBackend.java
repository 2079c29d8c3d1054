package io.jangteo.bus.discovery;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.servicediscovery.Record;
import io.vertx.servicediscovery.spi.ServiceDiscoveryBackend;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;

/**
 * Keeps service discovery's records under a lease, because the stock backend never forgets those of
 * a killed process. Found by its name through the service loader.
 */
public final class LeaseBackend implements ServiceDiscoveryBackend {
  /** Value of {@code backend-name} that selects it. */
  public static final String NAME = "jangteo-lease";

  /** Milliseconds a record outlives its last renewal. */
  static final String LEASE_MS = "lease-ms";

  private LeaseMap leases;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void init(Vertx vertx, JsonObject config) {
    long millis = config.getLong(LEASE_MS, LeaseTiming.STANDARD.lease().toMillis());
    leases = new LeaseMap(vertx, Duration.ofMillis(millis));
  }

  @Override
  public void store(Record record, Handler<AsyncResult<Record>> done) {
    if (record.getRegistration() != null) {
      done.handle(Future.failedFuture(new IllegalArgumentException("is registered already")));
      return;
    }
    record.setRegistration(UUID.randomUUID().toString());
    leases.put(record).map(record).onComplete(done::handle);
  }

  @Override
  public void remove(Record record, Handler<AsyncResult<Record>> done) {
    remove(record.getRegistration(), done);
  }

  @Override
  public void remove(String registration, Handler<AsyncResult<Record>> done) {
    leases
        .remove(registration)
        .compose(
            record ->
                record == null
                    ? Future.failedFuture(new NoSuchElementException("no such registration"))
                    : Future.succeededFuture(record))
        .onComplete(done::handle);
  }

  @Override
  public void update(Record record, Handler<AsyncResult<Void>> done) {
    leases.put(record).onComplete(done::handle);
  }

  @Override
  public void getRecords(Handler<AsyncResult<List<Record>>> done) {
    leases.records().onComplete(done::handle);
  }

  @Override
  public void getRecord(String registration, Handler<AsyncResult<Record>> done) {
    leases.get(registration).onComplete(done::handle);
  }
}
