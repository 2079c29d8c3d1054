package io.jangteo.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;

/** Answers one operation; fails or throws with a {@code ServiceFailure}. */
@FunctionalInterface
interface AdminHandler {
  Future<? extends JsonNode> handle(AdminRequest request);
}
