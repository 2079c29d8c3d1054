package io.jangteo.gateway.cache;

import io.jangteo.bus.BusReply;

/**
 * What came of asking a service.
 *
 * @param reply as it came
 * @param admitted what others may be given of it again; null for nothing
 * @param kept whether it is in the store: not when something has changed meanwhile
 * @param shareable whether those who wait for the same may have it
 */
record Fill(BusReply reply, StoredReply admitted, boolean kept, boolean shareable) {
  boolean hasFailed() {
    return reply.status() >= 500;
  }
}
