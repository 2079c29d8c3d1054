package io.jangteo.gateway.pipeline;

import io.jangteo.bus.BusHeaders;
import io.jangteo.runtime.Ids;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Gives every request an id and a trace, the client's own where they are well formed, and its
 * response what all responses have.
 */
public final class IdentifyRequest implements Stage {
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern TRACEPARENT =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-0[01]");

  private final SecurityHeaders headers;

  public IdentifyRequest(SecurityHeaders headers) {
    this.headers = headers;
  }

  @Override
  public Future<Void> apply(Exchange exchange) {
    headers.addTo(exchange.response());
    String requestId = requestId(exchange.request().getHeader(Responses.X_REQUEST_ID));
    exchange.identify(requestId);
    exchange.response().putHeader(Responses.X_REQUEST_ID, requestId);
    MultiMap forService = exchange.busHeaders();
    forService.set(BusHeaders.REQUEST_ID, requestId);
    forService.set(
        BusHeaders.TRACEPARENT, traceparent(exchange.request().getHeader(BusHeaders.TRACEPARENT)));
    return DONE;
  }

  private static String requestId(String offered) {
    return offered != null && REQUEST_ID.matcher(offered).matches()
        ? offered
        : Ids.next().toString();
  }

  private static String traceparent(String offered) {
    return offered != null && TRACEPARENT.matcher(offered).matches() ? offered : newTrace();
  }

  private static String newTrace() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    StringBuilder text = new StringBuilder(55).append("00-");
    appendHex(text, random.nextLong());
    appendHex(text, random.nextLong() | 1);
    text.append('-');
    appendHex(text, random.nextLong() | 1);
    return text.append("-01").toString();
  }

  private static void appendHex(StringBuilder text, long bits) {
    for (int shift = 60; shift >= 0; shift -= 4) {
      text.append(Character.forDigit((int) (bits >>> shift) & 0xf, 16));
    }
  }
}
