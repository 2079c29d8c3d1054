package io.jangteo.bus;

import io.jangteo.runtime.Ids;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.runtime.json.Json;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * One inbound operation. Every accessor that can fail throws {@link ServiceFailure} naming the part
 * at fault, so that a handler reads what it needs and nothing is checked twice.
 */
public final class BusRequest {
  private static final Buffer NOTHING = Buffer.buffer();

  private final MultiMap headers;
  private final Buffer body;
  private final long deadlineNanos;
  private final Principal caller;

  /** Takes who the caller is, as checked; null for nobody. */
  BusRequest(Message<Buffer> message, Duration longest, Principal caller) {
    this.caller = caller;
    this.headers = message.headers();
    this.body = bytes(message);
    this.deadlineNanos = System.nanoTime() + allowed(headers, longest).toNanos();
  }

  /** Anyone on the bus may send anything, whatever the type of the consumer says. */
  private static Buffer bytes(Message<?> message) {
    Object body = message.body();
    if (body == null) {
      return NOTHING;
    }
    if (body instanceof Buffer bytes) {
      return bytes;
    }
    throw ServiceFailure.ofField(FailureCode.INVALID_REQUEST, "/", "must be sent as bytes");
  }

  private static Duration allowed(MultiMap headers, Duration longest) {
    String text = headers.get(BusHeaders.DEADLINE_MS);
    try {
      long millis = text == null ? longest.toMillis() : Long.parseLong(text);
      return Duration.ofMillis(Math.max(0, Math.min(millis, longest.toMillis())));
    } catch (NumberFormatException e) {
      throw ServiceFailure.ofField(
          FailureCode.INVALID_REQUEST, "header.deadline-ms", "must be a whole number");
    }
  }

  public String action() {
    String action = headers.get(BusHeaders.ACTION);
    return action == null ? "" : action;
  }

  /** The JSON bytes as the client sent them; empty when there are none. */
  public Buffer body() {
    return body;
  }

  /** The body read strictly, see {@link Json#decodeRequest}. */
  public <T> T body(Class<T> type) {
    return Json.decodeRequest(body, type);
  }

  /** A path parameter; the route guarantees its presence. */
  public String path(String name) {
    return required("path." + name, headers.get(BusHeaders.PATH_PREFIX + name));
  }

  /** A path parameter that is an id of ours; any other text is simply not found. */
  public UUID pathId(String name, String what) {
    return Ids.parse(path(name)).orElseThrow(() -> ServiceFailure.notFound(what));
  }

  public Optional<String> query(String name) {
    return Optional.ofNullable(headers.get(BusHeaders.QUERY_PREFIX + name));
  }

  /** A whole-number query parameter within bounds. */
  public int query(String name, int otherwise, int least, int most) {
    String text = headers.get(BusHeaders.QUERY_PREFIX + name);
    if (text == null) {
      return otherwise;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Reported below, like a number out of bounds.
    }
    throw ServiceFailure.ofField(
        FailureCode.INVALID_REQUEST,
        "query." + name,
        "must be a whole number from " + least + " to " + most);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  public Optional<String> idempotencyKey() {
    return header(BusHeaders.IDEMPOTENCY_KEY);
  }

  public String requestId() {
    return header(BusHeaders.REQUEST_ID).orElse("none");
  }

  /** Empty for an anonymous caller. */
  public Optional<Principal> caller() {
    return Optional.ofNullable(caller);
  }

  public Principal principal() {
    return caller()
        .orElseThrow(
            () -> ServiceFailure.of(FailureCode.UNAUTHENTICATED, "An access token is required"));
  }

  /**
   * Adds to a call's headers what the gateway said of the caller. It is accepted by the services
   * that the contract names under {@code x-jangteo.callerKnownTo}, and by no other.
   */
  public MultiMap forCaller(MultiMap headersOfCall) {
    String assertion = headers.get(BusHeaders.ASSERTION);
    return assertion == null ? headersOfCall : headersOfCall.set(BusHeaders.ASSERTION, assertion);
  }

  /** What is left until the caller stops waiting; zero when it has. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
  }

  private static String required(String field, String value) {
    if (value == null) {
      throw ServiceFailure.ofField(FailureCode.INVALID_REQUEST, field, "is required");
    }
    return value;
  }
}
