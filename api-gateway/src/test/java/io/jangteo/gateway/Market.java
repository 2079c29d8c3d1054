package io.jangteo.gateway;

import io.jangteo.bus.BusHandler;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.bus.BusRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The service behind the gateway in these tests; tells back what reached it. */
final class Market {
  static final String GOOD =
      "{\"lines\":[{\"sku\":\"A1\",\"quantity\":2}],  \"shippingAddress\":{\"name\":\"Ann\"}}";

  final AtomicInteger calls = new AtomicInteger();
  final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();
  volatile boolean ended;

  Map<String, BusHandler> handlers() {
    Map<String, BusHandler> limited =
        Map.of("knock", this::echo, "rush", this::echo, "listMyEvents", this::list);
    Map<String, BusHandler> others = others();
    return Stream.of(limited, others)
        .flatMap(map -> map.entrySet().stream())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private Map<String, BusHandler> others() {
    return Map.of(
        "listThings", this::echo,
        "createThing", this::create,
        "getThing", this::echo,
        "putThing", this::echo,
        "deleteThing", request -> Future.succeededFuture(BusReply.noContent()),
        "listMine", this::echo,
        "listEvents", this::list,
        "slow", request -> Promise.<BusReply>promise().future(),
        "odd", this::odd);
  }

  private Future<BusReply> echo(BusRequest request) {
    calls.incrementAndGet();
    Map<String, Object> seen = new TreeMap<>();
    seen.put("action", request.action());
    for (String name : new String[] {"q", "limit", "live", "ratio"}) {
      request.query(name).ifPresent(value -> seen.put("query." + name, value));
    }
    for (String name :
        new String[] {
          "path.name", "idempotency-key", "if-match", "prefer", "x-user-id", "authorization", "host"
        }) {
      request.header(name).ifPresent(value -> seen.put(name, value));
    }
    seen.put("requestId", request.requestId());
    seen.put("traceparent", request.header(BusHeaders.TRACEPARENT).orElse(""));
    seen.put("deadlineMs", request.header(BusHeaders.DEADLINE_MS).orElse(""));
    request.caller().ifPresent(caller -> seen.put("sub", caller.sub().toString()));
    request.caller().ifPresent(caller -> seen.put("roles", caller.roles()));
    seen.put("body", request.body().toString());
    return Future.succeededFuture(
        BusReply.ok(seen).with(BusHeaders.ETAG, "\"7\"").with("x-secret", "kept inside"));
  }

  private Future<BusReply> create(BusRequest request) {
    calls.incrementAndGet();
    return Future.succeededFuture(BusReply.accepted("/things/1", request.body()));
  }

  private Future<BusReply> odd(BusRequest request) {
    return switch (request.query("how").orElseThrow()) {
      case "status" -> Future.succeededFuture(BusReply.ok("x").with(BusHeaders.STATUS, "99"));
      case "header" -> Future.succeededFuture(BusReply.ok("x").with(BusHeaders.ETAG, "a\r\nb: c"));
      default -> Promise.<BusReply>promise().future();
    };
  }

  private Future<BusReply> list(BusRequest request) {
    calls.incrementAndGet();
    int after = request.query("after", 0, 0, Integer.MAX_VALUE);
    StringBuilder items = new StringBuilder();
    int version = 0;
    for (String type : events) {
      version++;
      if (version > after) {
        items.append(items.length() == 0 ? "" : ",");
        items.append("{\"version\":").append(version).append(",\"type\":\"").append(type);
        items.append("\"}");
      }
    }
    String body = "{\"items\":[" + items + "],\"end\":" + ended + "}";
    return Future.succeededFuture(ok(Buffer.buffer(body)));
  }

  /** A reply of bytes as they are. */
  static BusReply ok(Buffer body) {
    return BusReply.accepted("/", body).with(BusHeaders.STATUS, "200");
  }
}
