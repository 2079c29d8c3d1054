package io.jangteo.gateway.pipeline;

import io.jangteo.gateway.limit.Limit;
import io.jangteo.gateway.limit.Limiter;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;

/**
 * Holds a request against a limit, and says in the response what is left of it: in the fields of
 * draft-ietf-httpapi-ratelimit-headers-10, one line for each limit.
 */
public final class Admission {
  private static final CharSequence RATE_LIMIT = HttpHeaders.createOptimized("ratelimit");
  private static final CharSequence RATE_LIMIT_POLICY =
      HttpHeaders.createOptimized("ratelimit-policy");

  private final Limiter limiter;
  private final MeterRegistry meters;

  public Admission(Limiter limiter, MeterRegistry meters) {
    this.limiter = limiter;
    this.meters = meters;
  }

  /**
   * For a limit that holds for every operation: the client hears of it once half of it is used up,
   * which few ever see.
   *
   * @throws ServiceFailure when the limit is reached
   */
  void admitQuietly(Exchange exchange, Limit limit, String who) {
    long left = limiter.take(limit, who);
    if (left * 2 < limit.burst()) {
      tell(exchange, limit, left);
    }
  }

  /** The same for a limit that the client is always told of. */
  void admit(Exchange exchange, Limit limit, String who) {
    tell(exchange, limit, limiter.take(limit, who));
  }

  private void tell(Exchange exchange, Limit limit, long left) {
    MultiMap headers = exchange.response().headers();
    headers.add(RATE_LIMIT_POLICY, limit.policy());
    if (left >= 0) {
      headers.add(RATE_LIMIT, limit.prefix() + left + limit.suffix());
      return;
    }
    long seconds = Limit.seconds(-left);
    headers.add(RATE_LIMIT, limit.prefix() + "0;t=" + seconds);
    meters.counter("jangteo.gateway.limits.refused", "limit", limit.name()).increment();
    throw ServiceFailure.retryable(
        FailureCode.TOO_MANY_REQUESTS,
        "The limit " + limit.name() + " is reached",
        Duration.ofSeconds(seconds));
  }
}
