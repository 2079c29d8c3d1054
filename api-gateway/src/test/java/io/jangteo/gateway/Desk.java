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
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Two services, one of which lets the other's answers be included in its own. */
final class Desk {
  final Queue<String> asked = new ConcurrentLinkedQueue<>();
  final AtomicInteger most = new AtomicInteger();
  final AtomicInteger under = new AtomicInteger();
  volatile int lines = 3;

  Map<String, BusHandler> desk() {
    return Map.of("getDesk", this::get);
  }

  Map<String, BusHandler> ledger(RunningGateway gateway) {
    return Map.of(
        "getNote", this::note,
        "putNote", this::note,
        "getSecret", this::note,
        "getLate", request -> Promise.<BusReply>promise().future(),
        "getGood", request -> good(gateway, request));
  }

  private Future<BusReply> get(BusRequest request) {
    String id = request.path("id");
    request.query("include").ifPresent(asked::add);
    request.header(BusHeaders.IF_NONE_MATCH).ifPresent(asked::add);
    if (id.equals("none")) {
      throw ServiceFailure.notFound("desk");
    }
    String all =
        IntStream.range(0, lines)
            .mapToObj(i -> "{\"code\":\"g" + i + "\"},{\"code\":\"g" + i + "\"}")
            .collect(Collectors.joining(","));
    String body =
        "{\"id\":\"" + id + "\",\"owner\":\"ann\",\"weight\":1.10,\"lines\":[" + all + "]}";
    return Future.succeededFuture(Market.ok(Buffer.buffer(body)).with(BusHeaders.ETAG, "\"3\""));
  }

  private Future<BusReply> note(BusRequest request) {
    asked.add(request.action());
    Optional<String> caller = request.caller().map(principal -> principal.sub().toString());
    return Future.succeededFuture(
        BusReply.ok(Map.of("of", request.path("id"), "caller", caller.orElse("nobody"))));
  }

  private Future<BusReply> good(RunningGateway gateway, BusRequest request) {
    asked.add(request.path("code"));
    most.accumulateAndGet(under.incrementAndGet(), Math::max);
    return gateway
        .vertx
        .timer(5, TimeUnit.MILLISECONDS)
        .map(
            ignored -> {
              under.decrementAndGet();
              if (request.path("code").equals("g1")) {
                throw ServiceFailure.notFound("good");
              }
              return BusReply.ok(Map.of("code", request.path("code")));
            });
  }
}
