package io.jangteo.gateway;

import io.jangteo.bus.ServiceRuntime;
import io.jangteo.events.BrokerConfig;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Optional;

/**
 * Where a gateway runs and as what.
 *
 * @param broker where it hears of changes to what it caches; empty for caching by time alone
 */
record Surroundings(
    Vertx vertx,
    Context context,
    GatewayConfig config,
    ServiceRuntime runtime,
    Optional<BrokerConfig> broker) {}
