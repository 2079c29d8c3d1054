package io.jangteo.gateway.stream;

/** Why a stream is over, as the codes of WebSockets have it (RFC 6455, section 7.4.1). */
enum StreamEnd {
  /** There will be no further event. */
  COMPLETE(1000, "no further events"),
  /** The client is to come back, with a token that is good, perhaps to another gateway. */
  COME_BACK(1001, "come back"),
  /** The client said something. */
  NOT_EXPECTED(1008, "nothing is expected from clients"),
  /** The service does not go on. */
  FAILED(1011, "the service does not go on");

  private final short code;
  private final String reason;

  StreamEnd(int code, String reason) {
    this.code = (short) code;
    this.reason = reason;
  }

  short code() {
    return code;
  }

  String reason() {
    return reason;
  }
}
