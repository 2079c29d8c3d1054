package io.jangteo.gateway.pipeline;

import io.jangteo.gateway.cache.ReplyCache;
import io.jangteo.gateway.contract.CachePolicy;
import io.jangteo.gateway.routing.Route;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/**
 * A write that succeeded makes what is kept of its address out of date (RFC 9111, section 4.4),
 * here at once and elsewhere by the event: who has written reads what was written.
 */
public final class ForgetWritten implements Stage {
  private final ReplyCache cache;

  public ForgetWritten(ReplyCache cache) {
    this.cache = cache;
  }

  @Override
  public Future<Void> apply(Exchange exchange) {
    HttpMethod method = exchange.operation().method();
    if (method.equals(HttpMethod.GET)
        || method.equals(HttpMethod.HEAD)
        || exchange.reply() == null
        || exchange.reply().status() >= 400) {
      return DONE;
    }
    Route read = exchange.table().routes().find(exchange.segments()).route(HttpMethod.GET);
    if (read != null) {
      read.operation().policy().cache().ifPresent(policy -> forget(policy, exchange.pathValues()));
    }
    return DONE;
  }

  private void forget(CachePolicy policy, String[] values) {
    int last = policy.parameters() - 1;
    if (last < 0) {
      cache.changed(policy);
    } else {
      cache.changed(policy, last, values[last]);
    }
  }
}
