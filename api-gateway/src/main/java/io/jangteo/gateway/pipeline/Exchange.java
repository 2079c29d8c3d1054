package io.jangteo.gateway.pipeline;

import io.jangteo.bus.BusReply;
import io.jangteo.gateway.contract.Operation;
import io.jangteo.gateway.routing.Route;
import io.jangteo.gateway.routing.RouteTable;
import io.jangteo.gateway.security.VerifiedToken;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Map;
import java.util.Optional;

/**
 * One request on its way through the stages, with what each has found out. The table is taken once,
 * so that a request sees one state of the world from beginning to end.
 */
public final class Exchange {
  private static final Buffer NOTHING = Buffer.buffer(0);

  private final HttpServerRequest request;
  private final RouteTable table;
  private final long startedAt = System.nanoTime();
  private final boolean chunked;
  private final boolean bodyExpected;
  private final MultiMap busHeaders = MultiMap.caseInsensitiveMultiMap();
  private String requestId = "none";
  private String[] segments = {};
  private Route route;
  private String[] pathValues = {};
  private Map<String, String> query = Map.of();
  private VerifiedToken token;
  private Buffer body = NOTHING;
  private boolean bodyRead;
  private BusReply reply;
  private boolean answered;

  public Exchange(HttpServerRequest request, RouteTable table) {
    this.request = request;
    this.table = table;
    this.chunked = request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    this.bodyExpected = chunked || announcesBody(request);
  }

  private static boolean announcesBody(HttpServerRequest request) {
    String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
    if (length != null) {
      return !length.equals("0");
    }
    return request.version() == HttpVersion.HTTP_2
        && !request.method().equals(HttpMethod.GET)
        && !request.method().equals(HttpMethod.HEAD);
  }

  public HttpServerRequest request() {
    return request;
  }

  public HttpServerResponse response() {
    return request.response();
  }

  RouteTable table() {
    return table;
  }

  /** Nanoseconds since the request arrived. */
  public long elapsedNanos() {
    return System.nanoTime() - startedAt;
  }

  /** Whether a body follows the head. */
  boolean bodyExpected() {
    return bodyExpected;
  }

  /**
   * Whether the connection must not be read any further. The decoder drops a Content-Length beside
   * chunks without telling, so whatever follows a chunked body may be meant as part of it.
   */
  boolean lastOnConnection() {
    return chunked;
  }

  public String requestId() {
    return requestId;
  }

  void identify(String id) {
    requestId = id;
  }

  String[] segments() {
    return segments;
  }

  void locate(String[] decoded) {
    segments = decoded;
  }

  void route(Route found, String[] values) {
    route = found;
    pathValues = values;
  }

  /** Empty until the request is routed. */
  public Optional<Route> route() {
    return Optional.ofNullable(route);
  }

  public Operation operation() {
    return route.operation();
  }

  String[] pathValues() {
    return pathValues;
  }

  public Map<String, String> query() {
    return query;
  }

  void query(Map<String, String> values) {
    query = values;
  }

  public Optional<VerifiedToken> token() {
    return Optional.ofNullable(token);
  }

  void authenticated(VerifiedToken verified) {
    token = verified;
  }

  /** Headers for the service. */
  public MultiMap busHeaders() {
    return busHeaders;
  }

  Buffer body() {
    return body;
  }

  void body(Buffer bytes) {
    body = bytes;
    bodyRead = true;
  }

  /** Whether bytes of the body may still be on the connection. */
  boolean bodyPending() {
    return bodyExpected && !bodyRead;
  }

  /** Null until a service has replied. */
  BusReply reply() {
    return reply;
  }

  /** Sets what the service said. */
  public void reply(BusReply received) {
    reply = received;
  }

  /** Whether a stage has answered, so that the later ones are skipped. */
  boolean answered() {
    return answered;
  }

  /** Says that the response is taken care of. */
  public void answer() {
    answered = true;
  }
}
