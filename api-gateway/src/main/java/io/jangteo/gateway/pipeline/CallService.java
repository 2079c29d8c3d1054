package io.jangteo.gateway.pipeline;

import io.jangteo.bus.BusCall;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.gateway.contract.Operation;
import io.jangteo.gateway.upstream.Upstreams;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calls the operation over the bus, within its deadline, unless there is a reply already. */
public final class CallService implements Stage, Upstream {
  private static final Pattern WAIT =
      Pattern.compile("(?:^|.*[,;\\s])wait=(\\d{1,3})(?:[,;\\s].*|$)");
  private static final int MAX_WAIT = 30;

  private final Upstreams upstreams;
  private final InstanceWish wish;

  /**
   * Calls through {@code upstreams}.
   *
   * @param pinRole of those who may name an instance
   */
  public CallService(Upstreams upstreams, String pinRole) {
    this.upstreams = upstreams;
    this.wish = new InstanceWish(pinRole);
  }

  @Override
  public Future<Void> apply(Exchange exchange) {
    if (exchange.reply() != null) {
      return DONE;
    }
    Operation operation = exchange.operation();
    if (!exchange.isAvailable()) {
      throw FindRoute.withdrawn();
    }
    String prefer = exchange.busHeaders().get(BusHeaders.PREFER);
    int wait = prefer == null ? 0 : wait(prefer);
    boolean mayWait = wait > 0 || operation.policy().streamCursor().isPresent();
    // A client that asks to wait gets that time on top.
    Duration deadline = operation.policy().timeout().plusSeconds(wait);
    exchange.introduceCaller();
    BusCall call =
        new BusCall(
            operation.ask(), exchange.busHeaders(), exchange.body(), wish.of(exchange), mayWait);
    return send(operation, call, deadline, mayWait)
        .map(
            reply -> {
              exchange.reply(reply);
              return null;
            });
  }

  @Override
  public Future<BusReply> call(
      Operation operation, MultiMap headers, Buffer body, Duration deadline) {
    return send(
        operation, new BusCall(operation.ask(), headers, body, null, false), deadline, false);
  }

  private Future<BusReply> send(
      Operation operation, BusCall call, Duration deadline, boolean mayWait) {
    return upstreams
        .call(operation, call, deadline, mayWait)
        .recover(CallService::explain)
        .compose(CallService::accept);
  }

  /** Seconds of a {@code Prefer: wait=N}, at most 30; what is not understood is no preference. */
  static int wait(String prefer) {
    Matcher matcher = WAIT.matcher(prefer);
    return matcher.matches() ? Math.min(MAX_WAIT, Integer.parseInt(matcher.group(1))) : 0;
  }

  private static Future<BusReply> accept(BusReply reply) {
    return reply.status() < 200 || reply.status() > 599
        ? Future.failedFuture(unreadable())
        : Future.succeededFuture(reply);
  }

  private static Future<BusReply> explain(Throwable error) {
    return Future.failedFuture(error instanceof ServiceFailure ? error : unreadable());
  }

  private static ServiceFailure unreadable() {
    return ServiceFailure.of(FailureCode.BAD_GATEWAY, FailureCode.BAD_GATEWAY.title());
  }
}
