package io.jangteo.launcher;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.spi.VertxTracerFactory;
import io.vertx.tracing.opentelemetry.OpenTelemetryTracingFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Spans of one process: requests over HTTP, over the bus and to the database, as Vert.x sees them.
 * The caller's trace is continued. Spans wait in a bounded queue, and are dropped when it is full.
 */
final class Tracing implements AutoCloseable {
  private static final int WAITING_MAX = 4096;
  private static final Duration EXPORT_MAX = Duration.ofSeconds(5);
  private static final long FLUSH_SECONDS = 2;

  private final OpenTelemetrySdk telemetry;

  private Tracing(OpenTelemetrySdk telemetry) {
    this.telemetry = telemetry;
  }

  static Tracing start(TracingSettings settings, String service, String instance, String version) {
    OtlpHttpSpanExporter exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(settings.endpoint())
            .setTimeout(EXPORT_MAX)
            .setConnectTimeout(EXPORT_MAX)
            .build();
    SdkTracerProvider spans =
        SdkTracerProvider.builder()
            .setResource(Resource.getDefault().merge(resource(service, instance, version)))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.sampled())))
            .addSpanProcessor(
                BatchSpanProcessor.builder(exporter)
                    .setMaxQueueSize(WAITING_MAX)
                    .setScheduleDelay(Duration.ofSeconds(1))
                    .setExporterTimeout(EXPORT_MAX)
                    .build())
            .build();
    return new Tracing(
        OpenTelemetrySdk.builder()
            .setTracerProvider(spans)
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build());
  }

  private static Resource resource(String service, String instance, String version) {
    return Resource.create(
        Attributes.of(
            AttributeKey.stringKey("service.name"),
            "jangteo-" + service,
            AttributeKey.stringKey("service.instance.id"),
            instance,
            AttributeKey.stringKey("service.version"),
            version));
  }

  VertxTracerFactory factory() {
    return new OpenTelemetryTracingFactory(telemetry);
  }

  /** Sends what waits, for a moment. */
  @Override
  public void close() {
    telemetry.getSdkTracerProvider().shutdown().join(FLUSH_SECONDS, TimeUnit.SECONDS);
  }
}
