package io.jangteo.gateway.upstream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What is counted for one service: {@code jangteo.gateway.limit} and {@code .in.flight}, calls sent
 * again ({@code .retries}), taken back from an instance that has gone ({@code .moved}) or is late
 * ({@code .late}), sent twice for speed ({@code .hedges}), and refused ({@code .shed}, by reason).
 */
final class UpstreamMeters {
  final Counter retries;
  final Counter moved;
  final Counter late;
  final Counter hedges;
  final Counter shedByLimit;
  final Counter shedByLag;

  UpstreamMeters(MeterRegistry registry, String service, ConcurrencyLimit limit) {
    this.retries = counter(registry, service, "jangteo.gateway.retries");
    this.moved = counter(registry, service, "jangteo.gateway.moved");
    this.late = counter(registry, service, "jangteo.gateway.late");
    this.hedges = counter(registry, service, "jangteo.gateway.hedges");
    this.shedByLimit = shed(registry, service, "limit");
    this.shedByLag = shed(registry, service, "lag");
    Gauge.builder("jangteo.gateway.limit", limit, ConcurrencyLimit::limit)
        .tag("service", service)
        .register(registry);
    Gauge.builder("jangteo.gateway.in.flight", limit, ConcurrencyLimit::inFlight)
        .tag("service", service)
        .register(registry);
  }

  private static Counter counter(MeterRegistry registry, String service, String name) {
    return Counter.builder(name).tag("service", service).register(registry);
  }

  private static Counter shed(MeterRegistry registry, String service, String reason) {
    return Counter.builder("jangteo.gateway.shed")
        .tags("service", service, "reason", reason)
        .register(registry);
  }
}
