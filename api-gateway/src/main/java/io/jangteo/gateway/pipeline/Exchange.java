package io.jangteo.gateway.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.gateway.content.Format;
import io.jangteo.gateway.contract.Operation;
import io.jangteo.gateway.limit.Client;
import io.jangteo.gateway.routing.IncludedPart;
import io.jangteo.gateway.routing.Route;
import io.jangteo.gateway.routing.RouteTable;
import io.jangteo.gateway.security.CallerAssertions;
import io.jangteo.gateway.security.VerifiedToken;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.List;
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
  private final boolean upgrade;
  private final boolean bodyExpected;
  private final MultiMap busHeaders = MultiMap.caseInsensitiveMultiMap();
  private String requestId = "none";
  private Client client;
  private String[] segments = {};
  private Route route;
  private String[] pathValues = {};
  private Map<String, String> query = Map.of();
  private String offeredToken;
  private VerifiedToken token;
  private CallerAssertions assertions;
  private Buffer body = NOTHING;
  private boolean bodyRead;
  private JsonNode document = MissingNode.getInstance();
  private Format format;
  private List<IncludedPart> parts = List.of();
  private BusReply reply;
  private boolean answered;
  private String page;

  public Exchange(HttpServerRequest request, RouteTable table) {
    this.request = request;
    this.table = table;
    this.chunked = request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    this.upgrade = Handshake.isAsked(request);
    // What comes after the head of an upgrade must wait, as a body does.
    this.bodyExpected = chunked || upgrade || announcesBody(request);
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

  /** Whether the client wants a WebSocket in place of an answer. */
  public boolean isUpgrade() {
    return upgrade;
  }

  /** Whether a body follows the head, or what would be read as one. */
  boolean bodyExpected() {
    return bodyExpected;
  }

  /**
   * Whether the connection must not be read any further. Who stands before us may have believed a
   * Content-Length beside the chunks, so whatever follows a chunked body may be meant as part of
   * it; and a client that was refused a WebSocket may have spoken to it already.
   */
  boolean lastOnConnection() {
    return chunked || upgrade;
  }

  public String requestId() {
    return requestId;
  }

  void identify(String id) {
    requestId = id;
  }

  /** Where it comes from; null before {@link LimitAddress}. */
  public Client client() {
    return client;
  }

  void client(Client found) {
    client = found;
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

  /** Says which of the gateway's own pages is asked for. */
  void page(String path) {
    page = path;
  }

  /** The path with {@code {names}}, or that of our own page; {@code none} if there is no such. */
  String routeName() {
    if (route != null) {
      return route.operation().template();
    }
    return page == null ? "none" : page;
  }

  public Operation operation() {
    return route.operation();
  }

  /** Whether somebody is there to answer for the operation. */
  boolean isAvailable() {
    return route.available();
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

  /** An access token from elsewhere than the field that is made for it; null for none. */
  String offeredToken() {
    return offeredToken;
  }

  void offer(String unverified) {
    offeredToken = unverified;
  }

  public Optional<VerifiedToken> token() {
    return Optional.ofNullable(token);
  }

  void authenticated(VerifiedToken verified, CallerAssertions words) {
    token = verified;
    assertions = words;
    introduceCaller();
  }

  /**
   * Tells the service who asks. What it is told is good for seconds only, so whoever calls again
   * for the same exchange says so again.
   */
  public void introduceCaller() {
    if (token != null) {
      busHeaders.set(BusHeaders.ASSERTION, assertionFor(operation()));
    }
  }

  /** What the service of an operation is told of the caller, who must be known. */
  String assertionFor(Operation operation) {
    return assertions.of(token, operation.policy().caller());
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

  /** The body, parsed; missing unless there is a valid one. */
  JsonNode document() {
    return document;
  }

  void document(JsonNode valid) {
    document = valid;
  }

  /** What the answer is to look like: JSON, unless the client said otherwise. */
  public Format format() {
    return format == null ? Format.JSON : format;
  }

  boolean isFormatSettled() {
    return format != null;
  }

  void format(Format chosen) {
    format = chosen;
  }

  /** What the client wants added to the answer. */
  List<IncludedPart> parts() {
    return parts;
  }

  void parts(List<IncludedPart> wanted) {
    parts = wanted;
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
