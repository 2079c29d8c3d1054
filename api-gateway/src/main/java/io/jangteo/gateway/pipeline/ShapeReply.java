package io.jangteo.gateway.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.gateway.content.FieldMask;
import io.jangteo.gateway.content.JsonBytes;
import io.jangteo.gateway.contract.Operation;
import io.jangteo.gateway.contract.Policy.Authentication;
import io.jangteo.gateway.contract.ShapePolicy;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import java.io.UncheckedIOException;
import java.util.Set;

/** Makes of a service's answer what the contract lets this caller see. */
public final class ShapeReply implements Stage {
  @Override
  public Future<Void> apply(Exchange exchange) {
    Operation operation = exchange.operation();
    if (operation.policy().shape() != ShapePolicy.NONE) {
      exchange.reply(shaped(exchange.reply(), operation, exchange));
    }
    return DONE;
  }

  /**
   * The reply of an operation, as the exchange's caller may see it. Where nobody has to say who is
   * calling, everybody sees the same: such an answer may be kept for others.
   */
  static BusReply shaped(BusReply reply, Operation operation, Exchange exchange) {
    ShapePolicy shape = operation.policy().shape();
    boolean success = reply.status() >= 200 && reply.status() < 300 && reply.body().length() > 0;
    if (!shape.changesAnswers() || !success) {
      return reply;
    }
    Set<String> roles =
        operation.policy().authentication() == Authentication.NONE
            ? Set.of()
            : exchange.token().map(token -> token.principal().roles()).orElse(Set.of());
    try {
      return changed(reply, shape, roles);
    } catch (UncheckedIOException e) {
      throw unreadable();
    }
  }

  private static BusReply changed(BusReply reply, ShapePolicy shape, Set<String> roles) {
    // What cannot be looked into cannot be masked either.
    if (!JsonBytes.isJson(reply.headers().get(BusHeaders.CONTENT_TYPE))) {
      throw unreadable();
    }
    JsonNode document = JsonBytes.read(reply.body());
    for (FieldMask mask : shape.masks()) {
      if (mask.isFor(roles)) {
        mask.apply(document);
      }
    }
    shape.response().apply(document);
    return BusReply.received(reply.status(), reply.headers(), JsonBytes.write(document));
  }

  private static ServiceFailure unreadable() {
    return ServiceFailure.of(FailureCode.BAD_GATEWAY, FailureCode.BAD_GATEWAY.title());
  }
}
