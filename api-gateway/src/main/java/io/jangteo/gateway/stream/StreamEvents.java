package io.jangteo.gateway.stream;

import io.jangteo.bus.BusClient;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.gateway.contract.ParameterRule;
import io.jangteo.gateway.pipeline.Exchange;
import io.jangteo.gateway.pipeline.Responses;
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
 * Answers with a stream of events where the operation offers one and the client asks for it, as
 * server-sent events or over a WebSocket. The stream outlives neither the caller's token nor a
 * fixed time.
 */
public final class StreamEvents implements Stage {
  private static final String EVENT_STREAM = "text/event-stream";
  private static final String LAST_EVENT_ID = "Last-Event-ID";

  private final Vertx vertx;
  private final BusClient bus;
  private final Bounds bounds;
  private final Responses responses;
  private final Set<EventStream> open = new HashSet<>();
  private boolean closing;

  /**
   * What streams may take.
   *
   * @param most open at once
   * @param lifetime of each at most
   * @param patience how long a client of a WebSocket may take to take something
   */
  public record Bounds(int most, Duration lifetime, Duration patience) {}

  public StreamEvents(Vertx vertx, BusClient bus, Bounds bounds, Responses responses) {
    this.vertx = vertx;
    this.bus = bus;
    this.bounds = bounds;
    this.responses = responses;
  }

  @Override
  public Future<Void> apply(Exchange exchange) {
    String cursor = exchange.operation().policy().streamCursor().orElse(null);
    if (cursor == null || !isWanted(exchange)) {
      return DONE;
    }
    if (open.size() >= bounds.most()) {
      throw ServiceFailure.unavailable("Too many event streams", Duration.ofSeconds(5), null);
    }
    resume(exchange, cursor);
    EventStream stream = new EventStream(vertx, bus, exchange, cursor, end(exchange));
    return stream.first().compose(reply -> begin(exchange, stream, reply));
  }

  /** Ends all streams, and those to come after their first events, for a gateway that stops. */
  public void close() {
    closing = true;
    List.copyOf(open).forEach(EventStream::close);
  }

  private static boolean isWanted(Exchange exchange) {
    if (exchange.isUpgrade()) {
      return true;
    }
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
    Instant latest = Instant.now().plus(bounds.lifetime());
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
    return sink(exchange)
        .<Void>map(
            sink -> {
              run(exchange, stream, sink, reply);
              return null;
            })
        .onFailure(gone -> open.remove(stream))
        .otherwiseEmpty();
  }

  private Future<EventSink> sink(Exchange exchange) {
    return exchange.isUpgrade()
        ? exchange
            .request()
            .toWebSocket()
            .map(socket -> new WebSocketEvents(socket, bounds.patience()))
        : Future.succeededFuture(new ServerSentEvents(exchange.response()));
  }

  private void run(Exchange exchange, EventStream stream, EventSink sink, BusReply reply) {
    stream.run(
        reply,
        sink,
        () -> {
          if (open.remove(stream)) {
            responses.log(exchange, stream.bytes());
          }
        });
    if (closing) {
      stream.close();
    }
  }
}
