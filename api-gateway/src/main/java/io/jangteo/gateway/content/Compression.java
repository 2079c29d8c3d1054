package io.jangteo.gateway.content;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.jangteo.gateway.CompressionConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/**
 * Compresses bodies: short ones here and now, long ones on a worker, and those that are given out
 * again and again once.
 */
public final class Compression {
  /** Takes about a millisecond. */
  private static final int HERE_MAX = 64 << 10;

  private static final int OVERHEAD = 100;

  private final Vertx vertx;
  private final CompressionConfig config;
  private final Cache<Buffer, Buffer> kept;
  private final Counter saved;

  public Compression(Vertx vertx, CompressionConfig config, MeterRegistry meters) {
    this.vertx = vertx;
    this.config = config;
    this.saved =
        Counter.builder("jangteo.gateway.compression.saved").baseUnit("bytes").register(meters);
    // By identity: an entry lives no longer than the body that it is the short form of.
    this.kept =
        Caffeine.newBuilder()
            .weakKeys()
            .maximumWeight(config.kept().bytes())
            .<Buffer, Buffer>weigher((body, small) -> small.length() + OVERHEAD)
            .executor(Runnable::run)
            .build();
  }

  public boolean isOn() {
    return config.on();
  }

  /**
   * Whether compressing is of use.
   *
   * @param contentType null for none
   */
  public boolean suits(String contentType, Buffer body) {
    return config.on() && body.length() >= config.bodyMin().bytes() && isText(contentType);
  }

  private static boolean isText(String contentType) {
    return contentType != null
        && (contentType.startsWith("text/")
            ? !contentType.startsWith("text/event-stream")
            : JsonBytes.isJson(contentType) || isStructured(contentType));
  }

  private static boolean isStructured(String contentType) {
    return contentType.startsWith("application/xml")
        || contentType.startsWith("application/problem+xml")
        || contentType.startsWith("application/cbor");
  }

  /**
   * The short form; the body itself when it would not be shorter.
   *
   * @param again whether this very buffer will be given out again
   */
  public Future<Buffer> compress(Buffer body, boolean again) {
    Buffer known = again ? kept.getIfPresent(body) : null;
    if (known != null) {
      return Future.succeededFuture(count(body, known));
    }
    return body.length() <= HERE_MAX
        ? Future.succeededFuture(finish(body, again, Gzip.compress(body, config.level())))
        : vertx
            .executeBlocking(() -> Gzip.compress(body, config.level()), false)
            .map(small -> finish(body, again, small));
  }

  private Buffer finish(Buffer body, boolean again, Buffer compressed) {
    Buffer shorter = compressed.length() < body.length() ? compressed : body;
    // One that stays as it is must not be held by its own entry.
    if (again && shorter != body) {
      kept.put(body, shorter);
    }
    return count(body, shorter);
  }

  private Buffer count(Buffer body, Buffer small) {
    saved.increment(body.length() - small.length());
    return small;
  }
}
