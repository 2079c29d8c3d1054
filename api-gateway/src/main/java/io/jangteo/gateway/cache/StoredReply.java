package io.jangteo.gateway.cache;

import io.vertx.core.buffer.Buffer;

/**
 * An answer as it is given out again and again; never changed.
 *
 * @param etag null for a 404
 * @param cacheControl what clients are told
 * @param generation that held when the service was asked
 * @param bornNanos when it was asked: the answer may be as old as that
 * @param freshNanos freshness lifetime, jitter included
 * @param staleNanos for how much longer it is given out while it is renewed
 * @param errorNanos for how long after its freshness it stands in for a failing service
 * @param failed whether the last attempt to renew it failed
 * @param failedNanos when that was
 */
public record StoredReply(
    int status,
    String contentType,
    String etag,
    String cacheControl,
    Buffer body,
    long generation,
    long bornNanos,
    long freshNanos,
    long staleNanos,
    long errorNanos,
    boolean failed,
    long failedNanos) {

  private static final int OVERHEAD = 400;

  /**
   * The bytes to send. A problem names the request it answers, which was taken out of this one.
   *
   * @param requestId of letters, digits and {@code ._-} only
   */
  public Buffer bodyFor(String requestId) {
    if (status == 200 || body.length() < 2) {
      return body;
    }
    return Buffer.buffer(body.length() + requestId.length() + 16)
        .appendBuffer(body, 0, body.length() - 1)
        .appendString(",\"requestId\":\"")
        .appendString(requestId)
        .appendString("\"}");
  }

  /** The present age by RFC 9111, section 4.2.3; services are asked directly, so it began here. */
  long ageNanos(long nowNanos) {
    return Math.max(0, nowNanos - bornNanos);
  }

  boolean failedWithin(long nanos, long nowNanos) {
    return failed && nowNanos - failedNanos < nanos;
  }

  StoredReply markFailed(long nowNanos) {
    return new StoredReply(
        status,
        contentType,
        etag,
        cacheControl,
        body,
        generation,
        bornNanos,
        freshNanos,
        staleNanos,
        errorNanos,
        true,
        nowNanos);
  }

  /** After this time it is of no use at all. */
  long keptNanos() {
    return freshNanos + Math.max(staleNanos, errorNanos);
  }

  /** Bytes it takes, about. */
  int weight(String key) {
    return body.length() + 2 * key.length() + OVERHEAD;
  }
}
