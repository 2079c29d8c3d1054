package io.jangteo.gateway.admin;

import ch.qos.logback.classic.LoggerContext;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.gateway.cache.WatchedCache;
import io.jangteo.gateway.fault.Faults;
import io.jangteo.gateway.limit.Limit;
import io.jangteo.gateway.limit.Limiter;
import io.jangteo.gateway.routing.RouteTables;
import io.jangteo.gateway.security.AccessTokens;
import io.jangteo.gateway.upstream.Upstreams;
import io.jangteo.gateway.upstream.VersionWeights;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * What of a gateway is shown to operators and changed by them.
 *
 * @param everywhere limits that hold for every operation
 */
public record Administration(
    Vertx vertx,
    ServiceRuntime runtime,
    RouteTables tables,
    Upstreams upstreams,
    VersionWeights weights,
    Limiter limiter,
    List<Limit> everywhere,
    WatchedCache cache,
    AccessTokens tokens,
    Faults faults) {

  /** The operations under /admin. */
  public AdminRouter router() {
    String gateway = runtime.instanceId();
    LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
    KnownServices services = new KnownServices(tables);
    Audit audit = new Audit(gateway, loggers, Clock.systemUTC());
    CacheResource cached = new CacheResource(vertx, gateway, cache, services, audit);
    cached.follow();
    return new AdminRouter(
        services.own(),
        List.of(
            new RoutesResource(services, tables, runtime.directory()).handlers(),
            new WeightsResource(weights, services, audit).handlers(),
            new InstancesResource(gateway, upstreams, weights, services).handlers(),
            new LimitsResource(limiter, everywhere, tables).handlers(),
            cached.handlers(),
            new KeysResource(tokens).handlers(),
            new LogLevelResource(vertx, gateway, loggers, audit).handlers(),
            new FaultsResource(faults, services, audit, Clock.systemUTC()).handlers(),
            audit.handlers()));
  }
}
