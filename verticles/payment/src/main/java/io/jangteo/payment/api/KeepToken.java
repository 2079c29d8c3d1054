package io.jangteo.payment.api;

import io.jangteo.bus.BusHandler;
import io.jangteo.bus.BusReply;
import io.jangteo.bus.BusRequest;
import io.jangteo.payment.application.CardTokens;
import io.jangteo.payment.domain.CardToken;
import io.jangteo.runtime.crash.CrashPoint;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.FieldChecks;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import java.util.UUID;

/**
 * Internal action {@code keepToken}: the order service hands over the card token of an order before
 * it accepts the order. The same token again is fine.
 */
public final class KeepToken implements BusHandler {
  /** As the client of the order service knows it. */
  private static final String FIELD = "/payment/token";

  private final CardTokens tokens;

  public KeepToken(CardTokens tokens) {
    this.tokens = tokens;
  }

  record Body(UUID orderId, String token) {
    Body {
      new FieldChecks().required("/orderId", orderId).throwIfAny();
    }
  }

  @Override
  public Future<BusReply> handle(BusRequest request) {
    Body body = request.body(Body.class);
    if (!CardToken.isWellFormed(body.token())) {
      throw ServiceFailure.ofField(
          FailureCode.UNPROCESSABLE, FIELD, "must be tok_ and up to 60 of a-z, 0-9, _");
    }
    CrashPoint.BEFORE_TRANSACTION.pass("keepToken");
    return tokens.keep(body.orderId(), new CardToken(body.token())).map(KeepToken::reply);
  }

  private static BusReply reply(boolean kept) {
    CrashPoint.BEFORE_REPLY.pass("keepToken");
    if (!kept) {
      throw ServiceFailure.ofField(
          FailureCode.CONFLICT, FIELD, "another token is kept for this order");
    }
    return BusReply.noContent();
  }
}
