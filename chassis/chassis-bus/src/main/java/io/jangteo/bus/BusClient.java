package io.jangteo.bus;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.bus.discovery.ServiceDirectory;
import io.jangteo.bus.resilience.InstanceRules;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Calls operations over the bus. At most once: the caller retries, and only what is idempotent.
 * Given a directory, it chooses among the instances there and leaves alone those that fail; of a
 * service that the directory never knew, the bus chooses among those that are registered.
 */
public final class BusClient {
  /** Kept back at each hop, so that the answer to a call that ran out of time is still awaited. */
  private static final long HOP_MILLIS = 5;

  /** How often a call is moved to another instance. */
  private static final int MOVES_MAX = 2;

  /** With less than this nobody is asked: the answer would come too late. */
  private static final long LEAST_MILLIS = 30;

  /** With less than this nobody is asked a second time. */
  private static final long AGAIN_MILLIS = 50;

  private final Vertx vertx;
  private final Optional<Targets> targets;

  /** Sends to addresses as they are. */
  public BusClient(Vertx vertx) {
    this.vertx = vertx;
    this.targets = Optional.empty();
  }

  /** Follows {@code directory} from now on, with the usual rules for instances. */
  public BusClient(Vertx vertx, ServiceDirectory directory) {
    this(vertx, directory, InstanceRules.USUAL);
  }

  /** Follows {@code directory} from now on. */
  public BusClient(Vertx vertx, ServiceDirectory directory, InstanceRules rules) {
    this.vertx = vertx;
    this.targets = Optional.of(new Targets(vertx, directory, rules));
  }

  /**
   * Asks one instance of {@code service} and gives the reply whatever its status, see {@link
   * #send}.
   *
   * @param headers path, query and metadata headers; action and deadline are added to it
   */
  public Future<BusReply> exchange(
      String service, String action, MultiMap headers, Buffer body, Duration deadline) {
    return send(new BusCall(new Ask(service, action), headers, body, null, false), deadline);
  }

  /**
   * Asks one instance and gives the reply whatever its status. Fails with {@link ServiceFailure}
   * only when there is no reply: {@code UNAVAILABLE} when there is nobody to ask, see also {@link
   * BreakerOpenException}, or the instance has gone, see {@link InstanceGoneException}; {@code
   * DEADLINE_EXCEEDED} after {@code deadline}, at once if that is too short for an answer; {@code
   * BAD_GATEWAY} when the reply is not one of ours.
   */
  public Future<BusReply> send(BusCall call, Duration deadline) {
    long millis = deadline.toMillis();
    if (millis < LEAST_MILLIS) {
      return Future.failedFuture(tooLate());
    }
    DeliveryOptions options = options(call, millis);
    try {
      Target first = pick(call);
      return ask(call, first, options, millis)
          .recover(error -> elsewhere(call, first, options, millis, error));
    } catch (ServiceFailure nobody) {
      return Future.failedFuture(nobody);
    }
  }

  /** One that has left the bus before our snapshot says so was asked nothing. */
  private Future<BusReply> elsewhere(
      BusCall call, Target first, DeliveryOptions options, long millis, Throwable error) {
    String service = call.ask().service();
    return first != null && neverArrived(error)
        ? ask(call, pick(call), options, millis)
            .recover(again -> Future.failedFuture(translate(service, again)))
        : Future.failedFuture(translate(service, error));
  }

  private static DeliveryOptions options(BusCall call, long millis) {
    call.headers().set(BusHeaders.ACTION, call.ask().action());
    call.headers().set(BusHeaders.DEADLINE_MS, Long.toString(millis - HOP_MILLIS));
    return new DeliveryOptions().setHeaders(call.headers()).setSendTimeout(millis);
  }

  /**
   * Whether a call that was sent could go to another instance that seems well; not if it named one.
   */
  public boolean hasAlternative(BusCall call) {
    TargetGroup group = targets.map(all -> all.group(call.ask().service())).orElse(null);
    return group != null && call.isMovable() && group.hasFitBeside(call.last());
  }

  /**
   * The same for a call that takes long: an instance that owes answers and has given none for that
   * time would be no better.
   */
  public boolean hasQuickerAlternative(BusCall call, Duration time) {
    TargetGroup group = targets.map(all -> all.group(call.ask().service())).orElse(null);
    return group != null && call.isMovable() && group.hasFitBeside(call.last(), time.toNanos());
  }

  /**
   * Shares calls among versions from now on, as far as such instances are there and fit.
   *
   * @param weights by version, by service; where there is none, all instances are equal
   */
  public void weigh(Map<String, Map<String, Integer>> weights) {
    targets.ifPresent(all -> all.weigh(Map.copyOf(weights)));
  }

  /** Instances by service, with what is known of their health; for operators. */
  public ObjectNode describe() {
    return targets.map(Targets::describe).orElseGet(JsonNodeFactory.instance::objectNode);
  }

  private Target pick(BusCall call) {
    TargetGroup group = targets.isEmpty() ? null : targets.get().group(call.ask().service());
    if (group == null && targets.isPresent() && targets.get().knew(call.ask().service())) {
      // The bus may know the last one that died a little longer, and what it is sent then is lost.
      throw unavailable(call.ask().service(), null);
    }
    Target target = group == null ? null : group.pick(call);
    call.sentTo(target);
    return target;
  }

  private Future<BusReply> ask(BusCall call, Target target, DeliveryOptions options, long millis) {
    if (target == null) {
      return vertx
          .eventBus()
          .request(call.ask().service(), call.body(), options)
          .map(BusReply::received);
    }
    Verdict verdict = new Verdict(target, call, millis);
    Future<Message<Object>> request =
        vertx.eventBus().request(target.address(), call.body(), options);
    return target
        .watch(vertx, request, call)
        .map(message -> BusReply.received(message).from(target))
        .andThen(verdict);
  }

  private static boolean neverArrived(Throwable error) {
    return error instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
  }

  /**
   * The same for one of our own services calling another: a status of 400 or more fails with the
   * {@link ServiceFailure} that the callee described.
   */
  public Future<BusReply> call(
      String service, String action, MultiMap headers, Buffer body, Duration deadline) {
    return exchange(service, action, headers, body, deadline).compose(BusClient::succeeded);
  }

  private static Future<BusReply> succeeded(BusReply reply) {
    return reply.status() < 400
        ? Future.succeededFuture(reply)
        : Future.failedFuture(Problem.toFailure(reply.status(), reply.body()));
  }

  /**
   * The same for an operation of which twice does what once does: when the instance that was asked
   * dies or falls silent, another one is asked, within the same deadline.
   */
  public Future<BusReply> callRepeatable(
      String service, String action, MultiMap headers, Buffer body, Duration deadline) {
    BusCall call = new BusCall(new Ask(service, action, action, true), headers, body, null, false);
    return repeat(call, System.nanoTime() + deadline.toNanos(), MOVES_MAX)
        .compose(BusClient::succeeded);
  }

  private Future<BusReply> repeat(BusCall call, long until, int moves) {
    return send(call, Duration.ofNanos(until - System.nanoTime()))
        .recover(
            error ->
                InstanceGoneException.isCauseOf(error) && moves > 0 && isWorthwhile(until)
                    ? repeat(call, until, moves - 1)
                    : Future.failedFuture(error));
  }

  private static boolean isWorthwhile(long until) {
    return until - System.nanoTime() >= TimeUnit.MILLISECONDS.toNanos(AGAIN_MILLIS);
  }

  private static ServiceFailure tooLate() {
    return ServiceFailure.of(FailureCode.DEADLINE_EXCEEDED, FailureCode.DEADLINE_EXCEEDED.title());
  }

  private static ServiceFailure translate(String service, Throwable error) {
    if (error instanceof ServiceFailure known) {
      return known;
    }
    if (error instanceof ReplyException reply && reply.failureType() == ReplyFailure.TIMEOUT) {
      return tooLate();
    }
    return unavailable(service, error);
  }

  private static ServiceFailure unavailable(String service, Throwable cause) {
    return ServiceFailure.unavailable(
        "No instance of " + service + " can be reached just now", Duration.ofSeconds(1), cause);
  }
}
