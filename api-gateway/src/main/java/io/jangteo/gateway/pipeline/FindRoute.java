package io.jangteo.gateway.pipeline;

import io.jangteo.gateway.docs.OwnPages;
import io.jangteo.gateway.docs.Page;
import io.jangteo.gateway.routing.Route;
import io.jangteo.gateway.routing.RouteTree;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;

/** Finds the operation; answers OPTIONS and the gateway's own pages. */
public final class FindRoute implements Stage {
  private static final String OWN_PAGE_METHODS = "GET, HEAD, OPTIONS";
  private static final Duration COME_BACK = Duration.ofSeconds(2);

  private final OwnPages pages;
  private final Responses responses;

  public FindRoute(OwnPages pages, Responses responses) {
    this.pages = pages;
    this.responses = responses;
  }

  @Override
  public Future<Void> apply(Exchange exchange) {
    RouteTree.Match match = exchange.table().routes().find(exchange.segments());
    if (match == null) {
      return ownPage(exchange);
    }
    HttpMethod method = exchange.request().method();
    Route route = match.route(method);
    if (route == null) {
      return withoutRoute(exchange, method, match.allow());
    }
    exchange.route(route, match.values());
    if (!route.available() && route.operation().policy().cache().isEmpty()) {
      throw withdrawn();
    }
    return DONE;
  }

  /** For a route whose service has gone; a stored answer may still stand in for it. */
  static ServiceFailure withdrawn() {
    return ServiceFailure.unavailable(
        "The service behind this address is not running just now", COME_BACK, null);
  }

  private Future<Void> ownPage(Exchange exchange) {
    String path = "/" + String.join("/", exchange.segments());
    Page page =
        path.equals(OwnPages.CONTRACT) ? exchange.table().publicContract().page() : pages.at(path);
    if (page == null) {
      throw ServiceFailure.notFound("address");
    }
    exchange.page(path);
    HttpMethod method = exchange.request().method();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      return withoutRoute(exchange, method, OWN_PAGE_METHODS);
    }
    responses.page(exchange, page);
    return DONE;
  }

  private Future<Void> withoutRoute(Exchange exchange, HttpMethod method, String allow) {
    exchange.response().putHeader(HttpHeaders.ALLOW, allow);
    if (!method.equals(HttpMethod.OPTIONS)) {
      throw ServiceFailure.of(
          FailureCode.METHOD_NOT_ALLOWED, "This address answers " + allow + " only");
    }
    responses.empty(exchange, 204);
    return DONE;
  }
}
