package io.jangteo.gateway.stream;

import io.jangteo.bus.BusClient;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.gateway.contract.ParameterRule;
import io.jangteo.gateway.pipeline.Exchange;
import io.jangteo.gateway.pipeline.Stage;
import io.jangteo.gateway.security.VerifiedToken;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.FieldError;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Answers with a stream of events where the operation offers one and the client asks for it. The
 * stream outlives neither the caller's token nor a fixed time.
 */
public final class StreamEvents implements Stage {
  private static final String EVENT_STREAM = "text/event-stream";
  private static final String LAST_EVENT_ID = "Last-Event-ID";

  private final Vertx vertx;
  private final BusClient bus;
  private final int most;
  private final Duration lifetime;
  private final Set<EventStream> open = new HashSet<>();

  /**
   * Keeps at most {@code most} streams open.
   *
   * @param lifetime of a stream at most
   */
  public StreamEvents(Vertx vertx, BusClient bus, int most, Duration lifetime) {
    this.vertx = vertx;
    this.bus = bus;
    this.most = most;
    this.lifetime = lifetime;
  }

  @Override
  public Future<Void> apply(Exchange exchange) {
    String cursor = exchange.operation().policy().streamCursor().orElse(null);
    if (cursor == null || !isWanted(exchange)) {
      return DONE;
    }
    if (open.size() >= most) {
      throw ServiceFailure.unavailable("Too many event streams", Duration.ofSeconds(5), null);
    }
    resume(exchange, cursor);
    EventStream stream = new EventStream(vertx, bus, exchange, cursor, end(exchange));
    return stream.first().compose(reply -> begin(exchange, stream, reply));
  }

  /** Ends all streams, for a gateway that stops. */
  public void close() {
    List.copyOf(open).forEach(EventStream::close);
  }

  private static boolean isWanted(Exchange exchange) {
    String accept = exchange.request().getHeader(HttpHeaders.ACCEPT);
    return accept != null
        && accept.contains(EVENT_STREAM)
        && exchange.request().method().equals(HttpMethod.GET);
  }

  private static void resume(Exchange exchange, String cursor) {
    String lastSeen = exchange.request().getHeader(LAST_EVENT_ID);
    if (lastSeen == null || lastSeen.isEmpty()) {
      return;
    }
    ParameterRule rule = exchange.operation().queryRules().get(cursor);
    if (rule == null || rule.rule().problem(lastSeen).isPresent()) {
      throw ServiceFailure.ofFields(
          FailureCode.INVALID_REQUEST,
          List.of(new FieldError("header." + LAST_EVENT_ID, "is not the id of an event")));
    }
    exchange.busHeaders().set(BusHeaders.QUERY_PREFIX + cursor, lastSeen);
  }

  private Instant end(Exchange exchange) {
    Instant latest = Instant.now().plus(lifetime);
    return exchange
        .token()
        .map(VerifiedToken::expiresAt)
        .filter(expiry -> expiry.isBefore(latest))
        .orElse(latest);
  }

  private Future<Void> begin(Exchange exchange, EventStream stream, BusReply reply) {
    if (reply.status() != 200) {
      exchange.reply(reply);
      return DONE;
    }
    exchange.answer();
    open.add(stream);
    stream.run(reply, () -> open.remove(stream));
    return DONE;
  }
}
