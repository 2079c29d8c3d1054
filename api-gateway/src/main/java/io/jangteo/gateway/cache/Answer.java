package io.jangteo.gateway.cache;

import io.jangteo.bus.BusReply;

/**
 * What a request is answered with.
 *
 * @param stored null when the service's reply is passed on as it is
 * @param reply null when there is a stored one
 * @param ageNanos negative when the client need not be told: the answer is of this very moment
 * @param status what the {@code Cache-Status} field says (RFC 9211)
 */
public record Answer(StoredReply stored, BusReply reply, long ageNanos, CharSequence status) {

  static Answer of(StoredReply stored, long nowNanos, CharSequence status) {
    return new Answer(stored, null, stored.ageNanos(nowNanos), status);
  }
}
