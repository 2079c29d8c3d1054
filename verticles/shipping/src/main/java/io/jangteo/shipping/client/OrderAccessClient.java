package io.jangteo.shipping.client;

import io.jangteo.bus.BusClient;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusRequest;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Asks the order service whether the caller of a request may see an order. */
public final class OrderAccessClient {
  private static final String ORDER_SERVICE = "order";
  private static final String ACTION = "authorizeOrderAccess";
  private static final List<String> PASSED_ON =
      List.of(BusHeaders.REQUEST_ID, BusHeaders.TRACEPARENT);

  private final BusClient bus;
  private final Duration patience;

  /**
   * @param patience longest wait for the answer
   */
  public OrderAccessClient(BusClient bus, Duration patience) {
    this.bus = bus;
    this.patience = patience;
  }

  /** Fails with {@code UNAVAILABLE} or {@code DEADLINE_EXCEEDED} when nobody answers in time. */
  public Future<Boolean> mayRead(UUID orderId, BusRequest request) {
    MultiMap headers =
        request
            .forCaller(MultiMap.caseInsensitiveMultiMap())
            .set(BusHeaders.PATH_PREFIX + "orderId", orderId.toString());
    PASSED_ON.forEach(name -> request.header(name).ifPresent(value -> headers.set(name, value)));
    Duration left = request.remaining();
    return bus.callRepeatable(
            ORDER_SERVICE,
            ACTION,
            headers,
            Buffer.buffer(),
            left.compareTo(patience) < 0 ? left : patience)
        .map(true)
        .recover(OrderAccessClient::explain);
  }

  private static Future<Boolean> explain(Throwable error) {
    return error instanceof ServiceFailure failure && failure.code() == FailureCode.NOT_FOUND
        ? Future.succeededFuture(false)
        : Future.failedFuture(error);
  }
}
