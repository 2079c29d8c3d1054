package io.jangteo.gateway.admin;

import io.jangteo.gateway.security.AccessTokens;
import io.vertx.core.Future;
import java.util.Map;

/** Whose tokens are believed, by which keys, and how long ago those were fetched. */
final class KeysResource {
  private final AccessTokens tokens;

  KeysResource(AccessTokens tokens) {
    this.tokens = tokens;
  }

  Map<String, AdminHandler> handlers() {
    return Map.of("listKeys", request -> Future.succeededFuture(tokens.describe()));
  }
}
