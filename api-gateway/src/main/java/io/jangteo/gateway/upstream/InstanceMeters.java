package io.jangteo.gateway.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.bus.BusClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * Numbers about instances, which come and go: {@code jangteo.gateway.breaker.state} (0 closed, 1
 * half-open, 2 open) by instance and class, {@code jangteo.gateway.ejected} and {@code
 * jangteo.gateway.silent} by service.
 */
final class InstanceMeters {
  private static final long REFRESH_MILLIS = 1000;
  private static final List<String> STATES = List.of("CLOSED", "HALF_OPEN", "OPEN");

  private final Vertx vertx;
  private final BusClient bus;
  private final MultiGauge breakers;
  private final MultiGauge ejected;
  private final MultiGauge silent;

  InstanceMeters(Vertx vertx, BusClient bus, MeterRegistry registry) {
    this.vertx = vertx;
    this.bus = bus;
    this.breakers = MultiGauge.builder("jangteo.gateway.breaker.state").register(registry);
    this.ejected = MultiGauge.builder("jangteo.gateway.ejected").register(registry);
    this.silent = MultiGauge.builder("jangteo.gateway.silent").register(registry);
  }

  void start() {
    vertx.setPeriodic(REFRESH_MILLIS, ignored -> refresh());
  }

  private void refresh() {
    ObjectNode described = bus.describe();
    List<Row<?>> states = new ArrayList<>();
    List<Row<?>> out = new ArrayList<>();
    List<Row<?>> quiet = new ArrayList<>();
    for (Map.Entry<String, JsonNode> service : described.properties()) {
      Tags tags = Tags.of("service", service.getKey());
      JsonNode instances = service.getValue();
      instances.forEach(instance -> addBreakers(states, tags, instance));
      out.add(Row.of(tags, count(instances, one -> one.path("ejectedForMs").asLong() > 0)));
      quiet.add(Row.of(tags, count(instances, one -> one.path("silent").asBoolean())));
    }
    breakers.register(states, true);
    ejected.register(out, true);
    silent.register(quiet, true);
  }

  private static void addBreakers(List<Row<?>> states, Tags tags, JsonNode instance) {
    Tags own = tags.and("instance", instance.path("instance").asText());
    instance
        .path("breakers")
        .properties()
        .forEach(
            breaker ->
                states.add(
                    Row.of(
                        own.and("class", breaker.getKey()),
                        STATES.indexOf(breaker.getValue().asText()))));
  }

  private static long count(JsonNode instances, Predicate<JsonNode> which) {
    return StreamSupport.stream(instances.spliterator(), false).filter(which).count();
  }
}
