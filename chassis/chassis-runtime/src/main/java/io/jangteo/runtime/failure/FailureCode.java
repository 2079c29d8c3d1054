package io.jangteo.runtime.failure;

/**
 * Every way a call can fail, with the HTTP status it is shown as. The name in lower case is the
 * stable code that clients may depend on.
 */
public enum FailureCode {
  INVALID_REQUEST(400, "The request is not valid"),
  UNAUTHENTICATED(401, "Authentication is required"),
  FORBIDDEN(403, "Not allowed"),
  NOT_FOUND(404, "Not found"),
  METHOD_NOT_ALLOWED(405, "Method not allowed"),
  NOT_ACCEPTABLE(406, "Not acceptable"),
  REQUEST_TIMEOUT(408, "The request took too long to arrive"),
  CONFLICT(409, "The request conflicts with the current state"),
  GONE(410, "No longer offered"),
  PRECONDITION_FAILED(412, "The precondition does not hold"),
  PAYLOAD_TOO_LARGE(413, "The body is too large"),
  URI_TOO_LONG(414, "The address is too long"),
  UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported"),
  UNPROCESSABLE(422, "The request cannot be processed"),
  UPGRADE_REQUIRED(426, "Another protocol is spoken here"),
  PRECONDITION_REQUIRED(428, "A precondition is required"),
  TOO_MANY_REQUESTS(429, "Too many requests"),
  HEADERS_TOO_LARGE(431, "The headers are too large"),
  INTERNAL(500, "Something went wrong on our side"),
  BAD_GATEWAY(502, "The service answered in a way we could not read"),
  UNAVAILABLE(503, "Temporarily unavailable"),
  DEADLINE_EXCEEDED(504, "The answer took too long");

  private final int status;
  private final String title;

  FailureCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** HTTP status code. */
  public int status() {
    return status;
  }

  /** The problem's {@code title}: the same for every occurrence. */
  public String title() {
    return title;
  }

  /** Whether the fault is ours: such failures are logged, the others are only counted. */
  public boolean isServerFault() {
    return status >= 500;
  }
}
