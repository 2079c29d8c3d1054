package io.jangteo.gateway.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few entries that are the same for all gateways of the cluster and last as long as it does. A
 * gateway is told of a change, and one that hears nothing looks again every few seconds. Used from
 * one context only.
 */
public final class SharedEntries {
  private static final Logger LOG = LoggerFactory.getLogger(SharedEntries.class);
  private static final long LOOK_MILLIS = 5_000;

  private final Vertx vertx;
  private final String name;
  private final Consumer<Map<String, String>> onLook;
  private long asked;
  private long accepted;

  /**
   * Looks at nothing before {@link #follow}.
   *
   * @param name of the map, and of the address where changes are told
   * @param onLook is given all entries after each look, changed or not
   */
  public SharedEntries(Vertx vertx, String name, Consumer<Map<String, String>> onLook) {
    this.vertx = vertx;
    this.name = name;
    this.onLook = onLook;
  }

  /** From now on. Succeeds also when the cluster cannot be asked just now. */
  public Future<Void> follow() {
    vertx.setPeriodic(LOOK_MILLIS, ignored -> look());
    return vertx
        .eventBus()
        .consumer(name, ignored -> look())
        .completion()
        .compose(ignored -> look())
        .otherwiseEmpty();
  }

  /** Succeeds when the cluster knows. */
  public Future<Void> put(String key, String value) {
    return shared().compose(map -> map.put(key, value)).onSuccess(ignored -> tell());
  }

  /** The same for an entry that goes by itself. */
  public Future<Void> put(String key, String value, long millis) {
    return shared().compose(map -> map.put(key, value, millis)).onSuccess(ignored -> tell());
  }

  /** Succeeds when the cluster knows. */
  public Future<Void> remove(Collection<String> keys) {
    return shared()
        .compose(map -> Future.join(keys.stream().map(map::remove).toList()))
        .onSuccess(ignored -> tell())
        .mapEmpty();
  }

  /** Asks the cluster what holds now, so that this gateway acts on it afterwards. */
  public Future<Void> look() {
    long number = ++asked;
    return shared()
        .compose(AsyncMap::entries)
        .timeout(LOOK_MILLIS, TimeUnit.MILLISECONDS)
        .onSuccess(entries -> accept(number, entries))
        .onFailure(error -> LOG.atDebug().setCause(error).log("{} not looked up", name))
        .mapEmpty();
  }

  /** Answers may overtake each other. */
  private void accept(long number, Map<String, String> entries) {
    if (number > accepted) {
      accepted = number;
      onLook.accept(entries);
    }
  }

  private void tell() {
    vertx.eventBus().publish(name, "");
  }

  private Future<AsyncMap<String, String>> shared() {
    return vertx.sharedData().getAsyncMap(name);
  }
}
