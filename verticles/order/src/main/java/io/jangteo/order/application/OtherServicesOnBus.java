package io.jangteo.order.application;

import io.jangteo.bus.BusClient;
import io.jangteo.bus.BusHeaders;
import io.jangteo.contracts.Money;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The other services over the event bus. */
public final class OtherServicesOnBus implements OtherServices {
  private final BusClient bus;
  private final Duration patience;

  /**
   * @param patience the longest wait for one answer
   */
  public OtherServicesOnBus(BusClient bus, Duration patience) {
    this.bus = bus;
    this.patience = patience;
  }

  private record QuoteRequest(Collection<String> skus) {}

  private record Quote(String sku, Money price) {}

  private record Quotes(List<Quote> products) {}

  private record TokenRequest(UUID orderId, String token) {}

  @Override
  public Future<Map<String, Money>> prices(Collection<String> skus, CallContext context) {
    Buffer body = Json.encode(new QuoteRequest(skus));
    return bus.callRepeatable(
            "catalog", "quoteProducts", context.headers(), body, context.within(patience))
        .map(reply -> Json.decode(reply.body().toString(), Quotes.class))
        .map(
            quotes ->
                quotes.products().stream()
                    .collect(Collectors.toUnmodifiableMap(Quote::sku, Quote::price)));
  }

  @Override
  public Future<Void> keepToken(UUID orderId, String token, CallContext context) {
    Buffer body = Json.encode(new TokenRequest(orderId, token));
    return bus.callRepeatable(
            "payment", "keepToken", context.headers(), body, context.within(patience))
        .<Void>mapEmpty()
        .recover(error -> Future.failedFuture(namingToken(error)));
  }

  private static Throwable namingToken(Throwable error) {
    boolean refused =
        error instanceof ServiceFailure failure
            && (failure.code() == FailureCode.UNPROCESSABLE
                || failure.code() == FailureCode.INVALID_REQUEST);
    return refused
        ? ServiceFailure.ofField(
            FailureCode.UNPROCESSABLE, "/payment/token", "is not a token that can be charged")
        : error;
  }

  @Override
  public Future<Void> requireMember(UUID memberId, CallContext context) {
    MultiMap headers =
        context.headers().set(BusHeaders.PATH_PREFIX + "memberId", memberId.toString());
    return bus.callRepeatable(
            "member", "findMember", headers, Buffer.buffer(), context.within(patience))
        .<Void>mapEmpty()
        .recover(
            error ->
                Future.failedFuture(
                    error instanceof ServiceFailure f && f.code() == FailureCode.NOT_FOUND
                        ? ServiceFailure.ofField(
                            FailureCode.UNPROCESSABLE, "/memberId", "is not a member")
                        : error));
  }
}
