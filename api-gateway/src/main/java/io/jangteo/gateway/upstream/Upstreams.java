package io.jangteo.gateway.upstream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.bus.BusCall;
import io.jangteo.bus.BusClient;
import io.jangteo.bus.BusReply;
import io.jangteo.gateway.contract.Operation;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The services behind the gateway, each with a limit and a budget of its own, so that one that is
 * slow or broken takes nothing from the others. For the event loop that made it.
 */
public final class Upstreams {
  /** A tenth of the shortest time after which a call is moved. */
  private static final long LATE_LOOK_MILLIS = 25;

  private final Vertx vertx;
  private final BusClient bus;
  private final UpstreamConfig config;
  private final MeterRegistry registry;
  private final LoopLag lag = new LoopLag(System::nanoTime);
  private final Map<String, Upstream> byService = new HashMap<>();

  public Upstreams(Vertx vertx, BusClient bus, UpstreamConfig config, MeterRegistry registry) {
    this.vertx = vertx;
    this.bus = bus;
    this.config = config;
    this.registry = registry;
    vertx.setPeriodic(LoopLag.TICK_MILLIS, ignored -> lag.tick());
    vertx.setPeriodic(
        LATE_LOOK_MILLIS, ignored -> byService.values().forEach(Upstream::lookForLate));
    new InstanceMeters(vertx, bus, registry).start();
  }

  /**
   * Calls an operation within its deadline, whatever it takes, or refuses to.
   *
   * @param mayWait whether the answer comes late on purpose
   */
  public Future<BusReply> call(
      Operation operation, BusCall call, Duration deadline, boolean mayWait) {
    Upstream upstream = byService.get(operation.service());
    if (upstream == null) {
      upstream = new Upstream(vertx, operation.service(), config, lag, registry);
      byService.put(operation.service(), upstream);
    }
    return new ServiceCall(vertx, bus, upstream, operation, call, deadline, mayWait).run();
  }

  /** Every service called so far, and its instances; for operators. */
  public ObjectNode describe() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("eventLoopLagMs", lag.millis());
    ObjectNode services = node.putObject("services");
    new TreeMap<>(byService)
        .forEach((service, upstream) -> services.set(service, upstream.describe()));
    node.set("instances", bus.describe());
    return node;
  }
}
