package io.jangteo.gateway.pipeline;

import io.jangteo.bus.BusClient;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.gateway.contract.Operation;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calls the operation over the bus, within its deadline, unless there is a reply already. */
public final class CallService implements Stage {
  private static final Pattern WAIT =
      Pattern.compile("(?:^|.*[,;\\s])wait=(\\d{1,3})(?:[,;\\s].*|$)");
  private static final int MAX_WAIT = 30;

  private final BusClient bus;

  public CallService(BusClient bus) {
    this.bus = bus;
  }

  @Override
  public Future<Void> apply(Exchange exchange) {
    if (exchange.reply() != null) {
      return DONE;
    }
    Operation operation = exchange.operation();
    return bus.exchange(
            operation.service(),
            operation.action(),
            exchange.busHeaders(),
            exchange.body(),
            deadline(exchange, operation))
        .recover(CallService::explain)
        .compose(reply -> accept(exchange, reply));
  }

  /** A client that asks to wait gets that time on top. */
  private static Duration deadline(Exchange exchange, Operation operation) {
    String prefer = exchange.busHeaders().get(BusHeaders.PREFER);
    Duration usual = operation.policy().timeout();
    return prefer == null ? usual : usual.plusSeconds(wait(prefer));
  }

  /** Seconds of a {@code Prefer: wait=N}, at most 30; what is not understood is no preference. */
  static int wait(String prefer) {
    Matcher matcher = WAIT.matcher(prefer);
    return matcher.matches() ? Math.min(MAX_WAIT, Integer.parseInt(matcher.group(1))) : 0;
  }

  private static Future<Void> accept(Exchange exchange, BusReply reply) {
    if (reply.status() < 200 || reply.status() > 599) {
      return Future.failedFuture(unreadable());
    }
    exchange.reply(reply);
    return DONE;
  }

  private static Future<BusReply> explain(Throwable error) {
    return Future.failedFuture(error instanceof ServiceFailure ? error : unreadable());
  }

  private static ServiceFailure unreadable() {
    return ServiceFailure.of(FailureCode.BAD_GATEWAY, FailureCode.BAD_GATEWAY.title());
  }
}
