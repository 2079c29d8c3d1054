package io.jangteo.gateway;

import io.jangteo.bus.BusClient;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.gateway.access.AccessLog;
import io.jangteo.gateway.fault.Faults;
import io.jangteo.gateway.limit.SharedLimits;
import io.jangteo.gateway.security.GatewayIdentity;
import io.jangteo.gateway.upstream.VersionWeights;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;

/** What must have started before requests are answered, and is let go of after the last one. */
final class Foundations {
  private final Vertx vertx;
  private final GatewayConfig config;
  private final ServiceRuntime runtime;
  private final BusClient bus;
  private final GatewayIdentity identity;
  private final VersionWeights weights;
  private final Faults faults;
  private SharedLimits sharedLimits;
  private AccessLog access;

  Foundations(Surroundings at) {
    this.vertx = at.vertx();
    this.config = at.config();
    this.runtime = at.runtime();
    this.bus = new BusClient(vertx, runtime.directory(), config.instances());
    this.identity = new GatewayIdentity(vertx, runtime, config.callerKeyRotation());
    this.weights = new VersionWeights(vertx, bus);
    this.faults = new Faults(vertx, Clock.systemUTC());
  }

  BusClient bus() {
    return bus;
  }

  GatewayIdentity identity() {
    return identity;
  }

  VersionWeights weights() {
    return weights;
  }

  Faults faults() {
    return faults;
  }

  /** Once they have started. */
  SharedLimits sharedLimits() {
    return sharedLimits;
  }

  /** Null when there is to be none. */
  AccessLog access() {
    return access;
  }

  Future<?> start() {
    Future<Void> known = identity.announce();
    return weights
        .follow()
        .compose(ignored -> faults.follow())
        .compose(ignored -> known)
        .compose(ignored -> shareLimits())
        .compose(ignored -> openAccessLog());
  }

  /** Lets go of whatever has been started. */
  Future<?> release() {
    return Future.succeededFuture()
        .eventually(identity::withdraw)
        .eventually(() -> sharedLimits == null ? Future.succeededFuture() : sharedLimits.stop())
        .eventually(this::closeAccessLog);
  }

  private Future<?> shareLimits() {
    LimitSettings limits = config.limits();
    sharedLimits =
        new SharedLimits(
            vertx,
            runtime.instanceId(),
            System::nanoTime,
            limits.clientsMax(),
            limits.shareTimeout().toMillis(),
            runtime.meters());
    return sharedLimits.start();
  }

  private Future<?> openAccessLog() {
    return vertx
        .executeBlocking(() -> AccessLog.open(config.accessLog(), runtime.meters()))
        .onSuccess(opened -> access = opened);
  }

  private Future<?> closeAccessLog() {
    return access == null
        ? Future.succeededFuture()
        : vertx.executeBlocking(
            () -> {
              access.close();
              return null;
            });
  }
}
