package io.jangteo.gateway.security;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Where the published signing keys (RFC 7517) come from. */
@FunctionalInterface
public interface KeySource {
  /** The key set as JSON; fails when it cannot be had just now. */
  Future<Buffer> fetch();
}
