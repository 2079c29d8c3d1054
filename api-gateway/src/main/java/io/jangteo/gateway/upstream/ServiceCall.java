package io.jangteo.gateway.upstream;

import io.jangteo.bus.BusCall;
import io.jangteo.bus.BusClient;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.bus.InstanceGoneException;
import io.jangteo.gateway.contract.Operation;
import io.jangteo.gateway.contract.Policy;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** What one request of a client leads to: one call, or, where it does no harm, a second one. */
final class ServiceCall implements OperationCalls.Late {
  private static final long LEFT_MIN_MILLIS = 50;
  private static final int PAUSE_MAX_MILLIS = 25;
  private static final int SOON_SECONDS = 1;

  private final Vertx vertx;
  private final BusClient bus;
  private final Upstream upstream;
  private final OperationCalls calls;
  private final Policy policy;
  private final boolean usual;
  private final BusCall call;
  private final boolean mayWait;
  private final long deadlineAt;
  private long startedAt;
  private boolean over;
  private boolean givenUp;

  ServiceCall(
      Vertx vertx,
      BusClient bus,
      Upstream upstream,
      Operation operation,
      BusCall call,
      Duration deadline,
      boolean mayWait) {
    this.vertx = vertx;
    this.bus = bus;
    this.upstream = upstream;
    this.calls = upstream.calls(operation.action());
    this.policy = operation.policy();
    this.call = call;
    this.mayWait = mayWait;
    this.usual = operation.isRepeatableRead() && !mayWait;
    this.deadlineAt = System.nanoTime() + deadline.toNanos();
  }

  Future<BusReply> run() {
    upstream.budget().requested();
    Future<Void> place =
        upstream.enter(policy.upstream().priority(), policy.upstream().rank(), mayWait);
    return place.succeeded() ? begin() : place.compose(ignored -> begin());
  }

  private Future<BusReply> begin() {
    startedAt = System.nanoTime();
    Future<BusReply> first = usual ? sendUsual() : send();
    return first.andThen(this::leave).transform(this::perhapsAgain);
  }

  /** A read that takes about as long as the others; what is late can be asked elsewhere. */
  private Future<BusReply> sendUsual() {
    Future<BusReply> first = send().onComplete(this::learn);
    calls.watch(this);
    return policy.upstream().hedge() ? hedged(first) : first;
  }

  private void learn(AsyncResult<BusReply> ended) {
    if (ended.succeeded() ? ended.result().status() < 500 : isTimeout(ended.cause())) {
      calls.times().took(System.nanoTime() - startedAt);
    }
  }

  private Future<BusReply> hedged(Future<BusReply> first) {
    Hedges hedges = calls.hedges();
    hedges.requested();
    long after = calls.times().hedgeAfterMillis();
    if (first.isComplete() || after == 0 || after >= left().toMillis()) {
      return first;
    }
    return new HedgedReply(first, () -> hedge(hedges)).orSecondAfter(vertx, after);
  }

  /** Null when it may not be. */
  private Future<BusReply> hedge(Hedges hedges) {
    if (!bus.hasAlternative(call) || !hedges.take()) {
      return null;
    }
    upstream.meters().hedges.increment();
    return bus.send(call.beside(), left());
  }

  private Future<BusReply> send() {
    return bus.send(call, left());
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(0, deadlineAt - System.nanoTime()));
  }

  @Override
  public long startedAt() {
    return startedAt;
  }

  @Override
  public boolean isOver() {
    return over;
  }

  /**
   * Gives the instance up if another one is likely to be quicker. If not it goes on waiting: an
   * answer that comes late is better than none.
   */
  @Override
  public boolean move() {
    if (left().toMillis() < LEFT_MIN_MILLIS) {
      return true;
    }
    Duration late = Duration.ofNanos(calls.times().moveAfterNanos());
    if (!bus.hasQuickerAlternative(call, late) || !upstream.budget().take(upstream.active())) {
      return false;
    }
    givenUp = true;
    upstream.meters().late.increment();
    call.giveUp();
    return true;
  }

  /**
   * An answer and a time-out tell how much the service can take; a failure does not, nor does one
   * instance that others are asked in place of.
   */
  private void leave(AsyncResult<BusReply> ended) {
    over = true;
    boolean timedOut = ended.failed() && !givenUp && isTimeout(ended.cause());
    boolean answered = ended.succeeded() && ended.result().status() < 500;
    long took = answered || timedOut ? System.nanoTime() - startedAt : -1;
    upstream.leave(mayWait, startedAt, took, timedOut);
  }

  private static boolean isTimeout(Throwable error) {
    return error instanceof ServiceFailure failure
        && failure.code() == FailureCode.DEADLINE_EXCEEDED;
  }

  private Future<BusReply> perhapsAgain(AsyncResult<BusReply> first) {
    if (givenUp) {
      // Unless the answer came from a hedge. Paid for when it was given up.
      Future<BusReply> moved = first.succeeded() ? asItIs(first) : send();
      return moved.onComplete(ignored -> upstream.budget().ended());
    }
    if (!policy.idempotent() || left().toMillis() < LEFT_MIN_MILLIS) {
      return asItIs(first);
    }
    if (first.failed() && InstanceGoneException.isCauseOf(first.cause())) {
      // Moved, not repeated: the one that has gone will not do it.
      upstream.meters().moved.increment();
      return send();
    }
    boolean mayRepeat =
        first.succeeded()
            && comesBackSoon(first.result())
            && bus.hasAlternative(call)
            && upstream.budget().take(upstream.active());
    return mayRepeat ? repeat() : asItIs(first);
  }

  private static Future<BusReply> asItIs(AsyncResult<BusReply> first) {
    return first.succeeded()
        ? Future.succeededFuture(first.result())
        : Future.failedFuture(first.cause());
  }

  /**
   * A 502, or a 503 that does not ask for more patience than another instance needs. One that is
   * busy is spared: the others are hardly less so, and a second call would be one more for them.
   */
  private static boolean comesBackSoon(BusReply reply) {
    boolean failed = reply.status() == 502 || reply.status() == 503;
    if (!failed || reply.headers().contains(BusHeaders.REFUSED)) {
      return false;
    }
    String wait = reply.headers().get(BusHeaders.RETRY_AFTER);
    return wait == null || (wait.length() == 1 && wait.charAt(0) <= '0' + SOON_SECONDS);
  }

  private Future<BusReply> repeat() {
    upstream.meters().retries.increment();
    int pause = ThreadLocalRandom.current().nextInt(PAUSE_MAX_MILLIS + 1);
    Future<?> paused =
        pause == 0 ? Future.succeededFuture() : vertx.timer(pause, TimeUnit.MILLISECONDS);
    return paused.compose(ignored -> send()).onComplete(ignored -> upstream.budget().ended());
  }
}
