package io.jangteo.gateway.cache;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.events.BrokerConfig;
import io.jangteo.events.EventFeed;
import io.jangteo.events.EventFeed.Source;
import io.jangteo.gateway.contract.CachePolicy;
import io.jangteo.gateway.routing.RouteTable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cache of one gateway, with the ear it has at the broker, if there is one. */
public final class WatchedCache {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedCache.class);

  private final ReplyCache cache;
  private final ChangeWatch watch;
  private final Optional<EventFeed> feed;
  private Map<String, CachePolicy> policies = Map.of();

  private WatchedCache(ReplyCache cache, ChangeWatch watch, Optional<EventFeed> feed) {
    this.cache = cache;
    this.watch = watch;
    this.feed = feed;
  }

  /**
   * Does not wait for the broker: a gateway without one keeps answers by time alone.
   *
   * @param broker empty for none
   */
  public static WatchedCache start(
      Vertx vertx, CacheConfig config, Optional<BrokerConfig> broker, ServiceRuntime runtime) {
    ReplyCache cache =
        new ReplyCache(
            config,
            runtime.instanceId(),
            runtime.meters(),
            System::nanoTime,
            () -> ThreadLocalRandom.current().nextDouble());
    ChangeWatch watch = new ChangeWatch(cache);
    if (broker.isEmpty() && config.isOn()) {
      LOG.info("no rabbitmq.uri (RABBITMQ_URI) is set: answers are cached by time alone");
    }
    Optional<EventFeed> feed =
        broker
            .filter(ignored -> config.isOn())
            .map(at -> EventFeed.start(vertx, at, "gateway cache " + runtime.instanceId(), watch));
    return new WatchedCache(cache, watch, feed);
  }

  /** Takes the routes that are served from now on. */
  public void follow(RouteTable table) {
    Map<String, CachePolicy> found = new TreeMap<>();
    table
        .routes()
        .forEach(
            route -> route.operation().policy().cache().ifPresent(p -> found.put(p.scope(), p)));
    policies = found;
    Set<Source> sources = watch.follow(List.copyOf(found.values()));
    feed.ifPresent(following -> following.follow(sources));
  }

  public ReplyCache replies() {
    return cache;
  }

  /**
   * Forgets every answer of an operation, or those with one value at the last place of its path.
   *
   * @param scope as {@link #describe} names it
   * @return whether there is such an operation
   */
  public boolean purge(String scope, Optional<String> value) {
    CachePolicy policy = policies.get(scope);
    if (policy == null) {
      return false;
    }
    int last = policy.parameters() - 1;
    if (value.isPresent() && last >= 0) {
      cache.changed(policy, last, value.get());
    } else {
      cache.changed(policy);
    }
    return true;
  }

  /**
   * Forgets everything.
   *
   * @return of how many operations
   */
  public int purge() {
    cache.purge();
    return policies.size();
  }

  /**
   * Forgets every answer of a service.
   *
   * @return of how many operations
   */
  public int purgeService(String service) {
    List<CachePolicy> own =
        policies.values().stream().filter(policy -> policy.isOf(service)).toList();
    own.forEach(cache::changed);
    return own.size();
  }

  /** What an operator wants to see. */
  public ObjectNode describe() {
    ObjectNode state = cache.describe();
    state.put(
        "events", feed.isEmpty() ? "none" : watch.isListening() ? "listening" : "disconnected");
    ObjectNode operations = state.putObject("operations");
    policies.forEach((scope, policy) -> describe(policy, operations.putObject(scope)));
    return state;
  }

  private void describe(CachePolicy policy, ObjectNode into) {
    into.put("freshMs", policy.fresh().toMillis());
    into.put("staleWhileRevalidateMs", policy.staleWhileRevalidate().toMillis());
    into.put("staleIfErrorMs", policy.staleIfError().toMillis());
    into.put("private", policy.perCaller());
    into.put("changesHeard", watch.hearsAllOf(policy));
  }

  /** Stops listening. */
  public Future<Void> stop() {
    return feed.map(EventFeed::stop).orElse(Future.succeededFuture());
  }
}
