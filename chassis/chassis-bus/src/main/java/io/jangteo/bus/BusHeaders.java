package io.jangteo.bus;

/** Names of the headers that carry a request's and a reply's metadata; the body carries none. */
public final class BusHeaders {
  // Requests
  public static final String ACTION = "action";
  public static final String PATH_PREFIX = "path.";
  public static final String QUERY_PREFIX = "query.";

  /**
   * Who asks, signed by a gateway, see {@link io.jangteo.bus.caller.CallerCheck}. Services pass it
   * on as it is to those that the contract of the operation names.
   */
  public static final String ASSERTION = "assertion";

  /** Milliseconds the caller will still wait: remaining time, because clocks differ. */
  public static final String DEADLINE_MS = "deadline-ms";

  public static final String REQUEST_ID = "request-id";
  public static final String TRACEPARENT = "traceparent";
  public static final String IDEMPOTENCY_KEY = "idempotency-key";
  public static final String IF_MATCH = "if-match";
  public static final String IF_NONE_MATCH = "if-none-match";
  public static final String PREFER = "prefer";

  // Replies
  public static final String STATUS = "status";
  public static final String CONTENT_TYPE = "content-type";
  public static final String ETAG = "etag";
  public static final String LOCATION = "location";
  public static final String CACHE_CONTROL = "cache-control";
  public static final String RETRY_AFTER = "retry-after";
  public static final String PREFERENCE_APPLIED = "preference-applied";

  /** Says that nothing was begun, for want of room: the instance is busy, not broken. */
  public static final String REFUSED = "refused";

  private BusHeaders() {}
}
