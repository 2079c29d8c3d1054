package io.jangteo.sandbox.api;

import io.jangteo.runtime.config.Secret;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Lets a request on only when it carries the API key. */
final class BearerAuthentication implements Handler<RoutingContext> {
  private final byte[] expected;

  BearerAuthentication(Secret apiKey) {
    this.expected = ("Bearer " + apiKey.value()).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void handle(RoutingContext context) {
    String header = context.request().getHeader("Authorization");
    byte[] given = (header == null ? "" : header).getBytes(StandardCharsets.UTF_8);
    // Takes as long for a wrong key as for a right one.
    if (MessageDigest.isEqual(expected, given)) {
      context.next();
    } else {
      context.fail(ServiceFailure.of(FailureCode.UNAUTHENTICATED, "The API key is not right"));
    }
  }
}
