package io.jangteo.gateway.cache;

import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.gateway.contract.CachePolicy;
import io.jangteo.gateway.contract.CachePolicy.Invalidation;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;

/** Policies and replies for tests. */
final class Policies {
  static final Invalidation OF_ONE = new Invalidation("shop", "good.changed.v1", "code", 0);

  private Policies() {}

  /** Fresh 5 s, 30 s more while it is renewed, 300 s in place of a failure, a 404 1 s. */
  static CachePolicy of(int parameters, List<String> query, Invalidation... invalidations) {
    return policy(parameters, query, false, invalidations);
  }

  static CachePolicy policy(
      int parameters, List<String> query, boolean perCaller, Invalidation... invalidations) {
    return new CachePolicy(
        "shop /goods/{code}",
        parameters,
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofSeconds(300),
        Duration.ofSeconds(1),
        Duration.ZERO,
        query,
        perCaller,
        List.of(invalidations));
  }

  static BusReply reply(int status, String body) {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap().add(BusHeaders.CONTENT_TYPE, "application/json");
    return BusReply.received(status, headers, Buffer.buffer(body));
  }
}
