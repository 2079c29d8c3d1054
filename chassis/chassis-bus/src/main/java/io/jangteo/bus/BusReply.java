package io.jangteo.bus;

import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.Problem;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.runtime.json.Json;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import java.util.regex.Pattern;

/** The answer to a {@link BusRequest}: an HTTP status, headers the edge passes on, and bytes. */
public final class BusReply {
  private static final String JSON = "application/json";
  private static final Pattern STATUS = Pattern.compile("[1-5][0-9]{2}");

  private final int status;
  private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();
  private final Buffer body;
  private String instance;

  private BusReply(int status, String contentType, Buffer body) {
    this.status = status;
    this.body = body;
    headers.set(BusHeaders.STATUS, Integer.toString(status));
    if (contentType != null) {
      headers.set(BusHeaders.CONTENT_TYPE, contentType);
    }
  }

  /**
   * A reply as it came over the bus.
   *
   * @throws ServiceFailure {@code BAD_GATEWAY} when it is not one of ours
   */
  static BusReply received(Message<Object> message) {
    String status = message.headers().get(BusHeaders.STATUS);
    Object body = message.body() == null ? Buffer.buffer() : message.body();
    if (status == null || !STATUS.matcher(status).matches() || !(body instanceof Buffer bytes)) {
      throw ServiceFailure.of(FailureCode.BAD_GATEWAY, FailureCode.BAD_GATEWAY.title());
    }
    return received(Integer.parseInt(status), message.headers(), bytes);
  }

  /** A reply with all its headers. */
  public static BusReply received(int status, MultiMap headers, Buffer body) {
    BusReply reply = new BusReply(status, null, body);
    reply.headers.addAll(headers);
    return reply;
  }

  public static BusReply ok(Object body) {
    return new BusReply(200, JSON, Json.encode(body));
  }

  public static BusReply created(String location, Object body) {
    return new BusReply(201, JSON, Json.encode(body)).with(BusHeaders.LOCATION, location);
  }

  /** {@code body} may be bytes that were stored for a repeated request. */
  public static BusReply accepted(String location, Buffer body) {
    return new BusReply(202, JSON, body).with(BusHeaders.LOCATION, location);
  }

  public static BusReply noContent() {
    return new BusReply(204, null, Buffer.buffer());
  }

  public static BusReply notModified(String etag) {
    return new BusReply(304, null, Buffer.buffer()).with(BusHeaders.ETAG, etag);
  }

  static BusReply problem(ServiceFailure failure, String requestId) {
    BusReply reply =
        new BusReply(
            failure.code().status(), Problem.MEDIA_TYPE, Problem.of(failure, requestId).toBuffer());
    failure
        .retryAfter()
        .ifPresent(
            wait ->
                reply.with(BusHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds()))));
    return failure.isRefusal() ? reply.with(BusHeaders.REFUSED, "overload") : reply;
  }

  /** Adds a header; the edge passes on those of {@link BusHeaders}' reply section. */
  public BusReply with(String header, String value) {
    headers.set(header, value);
    return this;
  }

  BusReply from(Target target) {
    instance = target.instance().instanceId();
    return this;
  }

  /** Which instance said it; null when the bus chose one. */
  public String instance() {
    return instance;
  }

  public int status() {
    return status;
  }

  public MultiMap headers() {
    return headers;
  }

  public Buffer body() {
    return body;
  }
}
