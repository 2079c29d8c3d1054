package io.jangteo.order.api;

import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.bus.BusRequest;
import io.jangteo.bus.BusService;
import io.jangteo.bus.Principal;
import io.jangteo.order.application.CallContext;
import io.jangteo.order.application.CancelOrder;
import io.jangteo.order.application.OrderSummary;
import io.jangteo.order.application.OrderView;
import io.jangteo.order.application.OrderWaiters;
import io.jangteo.order.application.PlaceOrder;
import io.jangteo.order.application.ReadOrders;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.crash.CrashPoint;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;

/** The operations of the order service, as they come in from the bus. */
public final class OrderOperations {
  private static final int LIMIT_MAX = 100;
  private static final int LIMIT_USUAL = 20;

  private final PlaceOrder placing;
  private final CancelOrder cancelling;
  private final ReadOrders reading;
  private final OrderWaiters waiters;

  public OrderOperations(
      PlaceOrder placing, CancelOrder cancelling, ReadOrders reading, OrderWaiters waiters) {
    this.placing = placing;
    this.cancelling = cancelling;
    this.reading = reading;
    this.waiters = waiters;
  }

  /** Registers every operation, the internal ones included. */
  public void addTo(BusService.Builder service) {
    service
        .on("placeOrder", this::place)
        .on("getOrder", this::get)
        .on("listOrders", this::list)
        .on("getOrderEvents", this::events)
        .on("cancelOrder", this::cancel)
        .on("authorizeOrderAccess", this::authorize);
  }

  /** A page of a list; {@code next} is the value of {@code after} for the next one. */
  private record OrderPage(List<OrderSummary> items, UUID next) {}

  private Future<BusReply> place(BusRequest request) {
    CallContext context = CallContext.of(request);
    return placing
        .place(Placing.read(request), context)
        .compose(accepted -> answer(request, accepted, context));
  }

  private Future<BusReply> answer(
      BusRequest request, PlaceOrder.Accepted accepted, CallContext context) {
    CrashPoint.BEFORE_REPLY.pass("placeOrder");
    OptionalInt seconds = Waits.preferred(request);
    String location = location(accepted.orderId());
    if (seconds.isEmpty()) {
      Buffer body = Buffer.buffer(accepted.response());
      return Future.succeededFuture(BusReply.accepted(location, body));
    }
    Duration wait = context.within(Duration.ofSeconds(seconds.getAsInt()));
    return waiters
        .untilEnded(accepted.orderId(), wait)
        .compose(ignored -> reading.find(accepted.orderId(), request.principal()))
        .map(
            order ->
                BusReply.accepted(location, Json.encode(order))
                    .with(BusHeaders.ETAG, etag(order))
                    .with(BusHeaders.PREFERENCE_APPLIED, "wait=" + seconds.getAsInt()));
  }

  private Future<BusReply> get(BusRequest request) {
    return reading
        .find(orderId(request), request.principal())
        .map(
            order -> {
              String etag = etag(order);
              boolean known =
                  request.header(BusHeaders.IF_NONE_MATCH).filter(etag::equals).isPresent();
              return known
                  ? BusReply.notModified(etag)
                  : BusReply.ok(order).with(BusHeaders.ETAG, etag);
            });
  }

  private Future<BusReply> list(BusRequest request) {
    int limit = request.query("limit", LIMIT_USUAL, 1, LIMIT_MAX);
    UUID after = request.query("after").map(OrderOperations::cursor).orElse(null);
    return reading
        .list(request.principal(), after, limit)
        .map(
            items ->
                BusReply.ok(
                    new OrderPage(
                        items, items.size() < limit ? null : items.get(items.size() - 1).id())));
  }

  private static UUID cursor(String text) {
    return Ids.parse(text)
        .orElseThrow(
            () ->
                ServiceFailure.ofField(
                    FailureCode.INVALID_REQUEST, "query.after", "must be the id of an order"));
  }

  private Future<BusReply> events(BusRequest request) {
    int after = request.query("after", 0, 0, Integer.MAX_VALUE);
    int seconds = request.query("wait", 0, 0, Waits.SECONDS_MAX);
    Duration wait =
        seconds == 0 ? Duration.ZERO : CallContext.of(request).within(Duration.ofSeconds(seconds));
    return reading.events(orderId(request), after, wait, request.principal()).map(BusReply::ok);
  }

  private Future<BusReply> cancel(BusRequest request) {
    UUID orderId = orderId(request);
    Principal caller = request.principal();
    return reading
        .authorize(orderId, caller)
        .compose(ignored -> cancelling.cancel(orderId))
        .compose(
            refusal ->
                refusal.isPresent()
                    ? Future.failedFuture(tooLate(refusal.get()))
                    : reading.find(orderId, caller))
        .map(
            order ->
                BusReply.accepted(location(orderId), Json.encode(order))
                    .with(BusHeaders.ETAG, etag(order)));
  }

  private static ServiceFailure tooLate(String why) {
    return ServiceFailure.of(FailureCode.CONFLICT, "It is too late to cancel: " + why);
  }

  private Future<BusReply> authorize(BusRequest request) {
    return reading
        .authorize(orderId(request), request.principal())
        .map(ignored -> BusReply.noContent());
  }

  private static UUID orderId(BusRequest request) {
    return request.pathId("orderId", "order");
  }

  private static String location(UUID orderId) {
    return "/orders/" + orderId;
  }

  private static String etag(OrderView order) {
    return "\"" + order.version() + "\"";
  }
}
