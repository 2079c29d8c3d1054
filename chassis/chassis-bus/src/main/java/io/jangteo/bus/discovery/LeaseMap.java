package io.jangteo.bus.discovery;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.servicediscovery.Record;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The registry itself: registration to record, each entry gone a lease after its last renewal. One
 * map for the whole cluster, or for the process when it is not clustered.
 */
final class LeaseMap {
  private static final String NAME = "jangteo.leases";

  private final Vertx vertx;
  private final Duration lease;

  LeaseMap(Vertx vertx, Duration lease) {
    this.vertx = vertx;
    this.lease = lease;
  }

  /** Writes a new record or prolongs a known one; they are the same. */
  Future<Void> put(Record record) {
    return map()
        .compose(
            map -> map.put(record.getRegistration(), record.toJson().encode(), lease.toMillis()));
  }

  /** Gives what was removed, null when there was nothing. */
  Future<Record> remove(String registration) {
    return map().compose(map -> map.remove(registration)).map(LeaseMap::decode);
  }

  /** Null when there is none. */
  Future<Record> get(String registration) {
    return map().compose(map -> map.get(registration)).map(LeaseMap::decode);
  }

  Future<Set<String>> registrations() {
    return map().compose(AsyncMap::keys);
  }

  Future<List<Record>> records() {
    return map()
        .compose(AsyncMap::values)
        .map(texts -> texts.stream().map(LeaseMap::decode).toList());
  }

  /** Fails, where the cluster manager throws, once this node has left. */
  private Future<AsyncMap<String, String>> map() {
    return Future.succeededFuture().compose(ignored -> vertx.sharedData().getAsyncMap(NAME));
  }

  private static Record decode(String text) {
    return text == null ? null : new Record(new JsonObject(text));
  }
}
