package io.jangteo.gateway.security;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.Principal;

/** Who the claims of a good token stand for. */
@FunctionalInterface
interface Callers {
  Principal of(JsonNode claims) throws InvalidTokenException;
}
