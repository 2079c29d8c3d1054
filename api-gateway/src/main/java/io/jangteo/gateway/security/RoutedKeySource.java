package io.jangteo.gateway.security;

import io.jangteo.bus.BusClient;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.gateway.contract.Operation;
import io.jangteo.gateway.routing.RequestPath;
import io.jangteo.gateway.routing.Route;
import io.jangteo.gateway.routing.RouteTables;
import io.jangteo.gateway.routing.RouteTree;
import io.jangteo.runtime.Ids;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;

/** Fetches the keys from whichever service routes their path, as a client's request would be. */
public final class RoutedKeySource implements KeySource {
  private final RouteTables tables;
  private final BusClient bus;
  private final String[] segments;

  public RoutedKeySource(RouteTables tables, BusClient bus, String path) {
    this.tables = tables;
    this.bus = bus;
    this.segments = RequestPath.segments(path);
  }

  @Override
  public Future<Buffer> fetch() {
    RouteTree.Match match = tables.current().routes().find(segments);
    Route route = match == null ? null : match.route(HttpMethod.GET);
    if (route == null || !route.available()) {
      return Future.failedFuture("no service offers the key set");
    }
    Operation operation = route.operation();
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap().set(BusHeaders.REQUEST_ID, Ids.next().toString());
    return bus.call(
            operation.service(),
            operation.action(),
            headers,
            Buffer.buffer(0),
            operation.policy().timeout())
        .map(BusReply::body);
  }
}
