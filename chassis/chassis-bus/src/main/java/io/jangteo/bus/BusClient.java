package io.jangteo.bus;

import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.Problem;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.regex.Pattern;

/** Calls operations over the bus. At most once: the caller retries, and only what is idempotent. */
public final class BusClient {
  private static final Pattern STATUS = Pattern.compile("[1-5][0-9]{2}");

  private final Vertx vertx;

  public BusClient(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Sends to {@code address} and gives the reply whatever its status. Fails with {@link
   * ServiceFailure} only when there is no reply: {@code UNAVAILABLE} when nobody is registered,
   * {@code DEADLINE_EXCEEDED} after {@code deadline}, {@code BAD_GATEWAY} when it is not one of
   * ours.
   *
   * @param headers path, query and metadata headers; action and deadline are added to it
   */
  public Future<BusReply> exchange(
      String address, String action, MultiMap headers, Buffer body, Duration deadline) {
    headers.set(BusHeaders.ACTION, action);
    headers.set(BusHeaders.DEADLINE_MS, Long.toString(deadline.toMillis()));
    DeliveryOptions options =
        new DeliveryOptions().setHeaders(headers).setSendTimeout(Math.max(1, deadline.toMillis()));
    return vertx
        .eventBus()
        .<Object>request(address, body, options)
        .recover(error -> Future.failedFuture(translate(address, error)))
        .map(BusClient::toReply);
  }

  /**
   * The same for one of our own services calling another: a status of 400 or more fails with the
   * {@link ServiceFailure} that the callee described.
   */
  public Future<BusReply> call(
      String address, String action, MultiMap headers, Buffer body, Duration deadline) {
    return exchange(address, action, headers, body, deadline)
        .compose(
            reply ->
                reply.status() < 400
                    ? Future.succeededFuture(reply)
                    : Future.failedFuture(Problem.toFailure(reply.status(), reply.body())));
  }

  private static BusReply toReply(Message<Object> message) {
    String status = message.headers().get(BusHeaders.STATUS);
    if (status == null || !STATUS.matcher(status).matches()) {
      throw unreadable();
    }
    if (message.body() == null) {
      return BusReply.received(Integer.parseInt(status), message.headers(), Buffer.buffer());
    }
    if (message.body() instanceof Buffer body) {
      return BusReply.received(Integer.parseInt(status), message.headers(), body);
    }
    throw unreadable();
  }

  private static ServiceFailure unreadable() {
    return ServiceFailure.of(FailureCode.BAD_GATEWAY, FailureCode.BAD_GATEWAY.title());
  }

  private static ServiceFailure translate(String address, Throwable error) {
    if (error instanceof ReplyException reply && reply.failureType() == ReplyFailure.TIMEOUT) {
      return ServiceFailure.of(
          FailureCode.DEADLINE_EXCEEDED, FailureCode.DEADLINE_EXCEEDED.title());
    }
    return ServiceFailure.unavailable(
        "No instance of " + address + " can be reached just now", Duration.ofSeconds(1), error);
  }
}
