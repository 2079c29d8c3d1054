package io.jangteo.gateway;

import io.jangteo.bus.BusHandler;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.bus.BusRequest;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A service whose answers the gateway keeps; counts how often it is asked. */
final class Shop {
  final AtomicInteger calls = new AtomicInteger();
  final Map<String, String> prices = new ConcurrentHashMap<>();
  final Map<String, String> seen = new ConcurrentHashMap<>();
  volatile Promise<Void> gate;

  Map<String, BusHandler> handlers() {
    return Map.of(
        "listGoods", this::list,
        "getGood", this::get,
        "putGood", this::put,
        "getFlash", this::get,
        "getMine", this::mine,
        "getOrders", this::mine);
  }

  private Future<BusReply> list(BusRequest request) {
    calls.incrementAndGet();
    String color = request.query("color").orElse("any");
    return text(request.query("q").orElse("all") + " in " + color + " " + prices);
  }

  private Future<BusReply> get(BusRequest request) {
    calls.incrementAndGet();
    for (String name : new String[] {"if-none-match", "prefer", "principal", "idempotency-key"}) {
      request.header(name).ifPresent(value -> seen.put(name, value));
    }
    String price = prices.get(request.path("code"));
    if (price == null) {
      throw ServiceFailure.notFound("good");
    }
    return gate == null ? text(price) : gate.future().compose(ignored -> text(price));
  }

  private Future<BusReply> put(BusRequest request) {
    prices.merge(request.path("code"), "1", (old, one) -> old + one);
    return Future.succeededFuture(BusReply.noContent());
  }

  private Future<BusReply> mine(BusRequest request) {
    calls.incrementAndGet();
    return text("of " + request.principal().sub() + " " + request.principal().roles());
  }

  private static Future<BusReply> text(String text) {
    return Future.succeededFuture(
        Market.ok(Buffer.buffer("\"" + text + "\""))
            .with(BusHeaders.CONTENT_TYPE, "application/json"));
  }
}
