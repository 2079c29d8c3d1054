package io.jangteo.payment.api;

import io.jangteo.bus.BusClient;
import io.jangteo.bus.BusHandler;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.bus.BusRequest;
import io.jangteo.bus.Principal;
import io.jangteo.payment.application.PaymentViews;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.UUID;

/** {@code getPayment}: for staff, and for whom the order service lets see the order. */
public final class GetPayment implements BusHandler {
  private static final String PAYMENT = "payment";
  private static final String ORDER_SERVICE = "order";
  private static final String AUTHORIZE_ACCESS = "authorizeOrderAccess";

  private final PaymentViews payments;
  private final BusClient bus;
  private final Duration orderTimeout;

  public GetPayment(PaymentViews payments, BusClient bus, Duration orderTimeout) {
    this.payments = payments;
    this.bus = bus;
    this.orderTimeout = orderTimeout;
  }

  @Override
  public Future<BusReply> handle(BusRequest request) {
    Principal caller = request.principal();
    UUID orderId = request.pathId("orderId", PAYMENT);
    return requireAccess(request, caller, orderId)
        .compose(allowed -> payments.find(orderId))
        .map(found -> BusReply.ok(found.orElseThrow(() -> ServiceFailure.notFound(PAYMENT))));
  }

  private Future<?> requireAccess(BusRequest request, Principal caller, UUID orderId) {
    if (caller.hasRole("merchant") || caller.hasRole("operator")) {
      return Future.succeededFuture();
    }
    MultiMap headers =
        request
            .forCaller(MultiMap.caseInsensitiveMultiMap())
            .set(BusHeaders.PATH_PREFIX + "orderId", orderId.toString())
            .set(BusHeaders.REQUEST_ID, request.requestId());
    Duration deadline =
        request.remaining().compareTo(orderTimeout) < 0 ? request.remaining() : orderTimeout;
    return bus.callRepeatable(ORDER_SERVICE, AUTHORIZE_ACCESS, headers, Buffer.buffer(), deadline)
        .recover(GetPayment::hideRefusal);
  }

  /** That an order is another's must look the same as that there is none. */
  private static Future<BusReply> hideRefusal(Throwable error) {
    boolean refused =
        error instanceof ServiceFailure failure
            && (failure.code() == FailureCode.NOT_FOUND || failure.code() == FailureCode.FORBIDDEN);
    return Future.failedFuture(refused ? ServiceFailure.notFound(PAYMENT) : error);
  }
}
