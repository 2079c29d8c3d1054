package io.jangteo.gateway.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.BusCall;
import io.jangteo.bus.BusClient;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.gateway.contract.Operation;
import io.jangteo.gateway.pipeline.Exchange;
import io.jangteo.runtime.json.Json;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client reading a list as it grows. Asks the service again and again for what comes after the
 * last item, never before the client has taken what it was sent; one call is under way at a time.
 */
final class EventStream {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final int WAIT_SECONDS = 10;
  private static final int MAX_FAILURES = 10;
  private static final long IDLE_PAUSE_MS = 250;
  private static final long FAILURE_PAUSE_MS = 1000;

  private final Vertx vertx;
  private final BusClient bus;
  private final Exchange exchange;
  private final Operation operation;
  private final MultiMap headers;
  private final String cursor;
  private final Instant until;
  private EventSink sink;
  private int failures;
  private StreamEnd end = StreamEnd.COMPLETE;
  private boolean closed;

  /**
   * Prepares a stream.
   *
   * @param cursor name of the query parameter that continues the list
   * @param until when it is ended in any case; the client comes back with a token that is valid
   */
  EventStream(Vertx vertx, BusClient bus, Exchange exchange, String cursor, Instant until) {
    this.vertx = vertx;
    this.bus = bus;
    this.exchange = exchange;
    this.operation = exchange.operation();
    this.headers = exchange.busHeaders();
    this.cursor = cursor;
    this.until = until;
  }

  /** Asks once without waiting, so that a refusal can still be an ordinary answer. */
  Future<BusReply> first() {
    return ask(0);
  }

  /**
   * Writes what the first call brought, and goes on until the end.
   *
   * @param onClosed called when nothing more will be written; perhaps twice
   */
  void run(BusReply first, EventSink into, Runnable onClosed) {
    sink = into;
    into.open(
            () -> {
              closed = true;
              onClosed.run();
            })
        .compose(ignored -> deliver(first))
        .onComplete(this::proceed);
  }

  /** Ends the stream as soon as possible; the client comes back to another gateway. */
  void close() {
    close(StreamEnd.COME_BACK);
  }

  private void close(StreamEnd why) {
    if (!closed) {
      closed = true;
      sink.end(why);
    }
  }

  long bytes() {
    return sink.bytes();
  }

  private void next() {
    if (closed) {
      return;
    }
    if (Instant.now().isAfter(until)) {
      close();
      return;
    }
    ask(WAIT_SECONDS).compose(this::deliver).onComplete(this::proceed);
  }

  private Future<BusReply> ask(int waitSeconds) {
    exchange.introduceCaller();
    MultiMap request = MultiMap.caseInsensitiveMultiMap().addAll(headers);
    request.set(BusHeaders.QUERY_PREFIX + "wait", Integer.toString(waitSeconds));
    Duration deadline = operation.policy().timeout().plusSeconds(waitSeconds);
    return bus.send(new BusCall(operation.ask(), request, Buffer.buffer(0), null, true), deadline);
  }

  /** Writes what came; gives the pause to make before asking again, negative at the end. */
  private Future<Long> deliver(BusReply reply) {
    if (reply.status() >= 400 && reply.status() < 500) {
      return over(StreamEnd.FAILED);
    }
    try {
      JsonNode list = Json.LENIENT.readTree(reply.body().getBytes());
      if (reply.status() != 200 || !list.path("items").isArray()) {
        return Future.failedFuture("reply " + reply.status() + " is no list");
      }
      return closed ? over(StreamEnd.COME_BACK) : write(list);
    } catch (IOException e) {
      return Future.failedFuture(e);
    }
  }

  private Future<Long> over(StreamEnd why) {
    end = why;
    return Future.succeededFuture(-1L);
  }

  private Future<Long> write(JsonNode list) {
    failures = 0;
    JsonNode items = list.get("items");
    for (JsonNode item : items) {
      headers.set(BusHeaders.QUERY_PREFIX + cursor, EventFrame.cursor(item));
    }
    boolean idle = items.isEmpty();
    long pause = list.path("end").asBoolean(false) ? -1 : idle ? IDLE_PAUSE_MS : 0;
    return (idle ? sink.beat() : sink.write(items)).map(pause);
  }

  private void proceed(AsyncResult<Long> delivered) {
    long pause = delivered.succeeded() ? delivered.result() : afterFailure(delivered.cause());
    if (pause < 0) {
      close(end);
    } else if (pause == 0) {
      next();
    } else {
      vertx.setTimer(pause, ignored -> next());
    }
  }

  private long afterFailure(Throwable error) {
    failures++;
    LOG.atDebug()
        .addKeyValue("service", operation.service())
        .addKeyValue("error", error.getMessage())
        .log("stream not continued");
    if (failures > MAX_FAILURES) {
      end = StreamEnd.FAILED;
      return -1;
    }
    return FAILURE_PAUSE_MS;
  }
}
