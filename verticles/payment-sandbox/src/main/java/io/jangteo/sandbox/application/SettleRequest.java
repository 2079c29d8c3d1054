package io.jangteo.sandbox.application;

import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.sandbox.application.EffectRequest.Authorize;
import io.jangteo.sandbox.application.OperationBook.Logged;
import io.jangteo.sandbox.domain.Card;
import io.jangteo.sandbox.domain.Operation;
import io.jangteo.sandbox.domain.Refusal;
import io.jangteo.sandbox.domain.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Performs a request once per idempotency key, with the faults of the card it is about. */
public final class SettleRequest {
  private static final int FAILURES_OF_FAIL_TWICE = 2;

  private final Vertx vertx;
  private final OperationBook operations;
  private final Duration slowness;

  public SettleRequest(Vertx vertx, OperationBook operations, Duration slowness) {
    this.vertx = vertx;
    this.operations = operations;
    this.slowness = slowness;
  }

  /**
   * Answers what the key stands for, doing it first if nothing stands for it yet. Fails with {@code
   * INTERNAL} when the card is one that fails.
   */
  public Future<Verdict> settle(String key, EffectRequest request) {
    Future<Optional<Logged>> attempt =
        request instanceof Authorize ask ? authorize(key, ask) : operations.perform(key, request);
    return attempt.compose(
        logged ->
            logged.isPresent()
                ? Future.succeededFuture(fresh(logged.get()))
                : answerAgain(key, request));
  }

  private Future<Optional<Logged>> authorize(String key, Authorize ask) {
    return switch (ask.card()) {
      case OK, TIMEOUT_AFTER_CHARGE -> operations.perform(key, ask);
      case DECLINED -> operations.decline(key, ask, Refusal.CARD_DECLINED);
      case UNKNOWN -> operations.decline(key, ask, Refusal.CARD_UNKNOWN);
      case SLOW ->
          vertx
              .timer(slowness.toMillis(), TimeUnit.MILLISECONDS)
              .compose(ignored -> operations.perform(key, ask));
      case FAIL_TWICE ->
          operations
              .countAttempt(key)
              .compose(
                  times ->
                      times > FAILURES_OF_FAIL_TWICE
                          ? operations.perform(key, ask)
                          : Future.failedFuture(
                              ServiceFailure.of(FailureCode.INTERNAL, "This card fails at first")));
    };
  }

  private static Verdict fresh(Logged logged) {
    Operation operation = logged.operation();
    boolean charge =
        operation.kind() == Operation.Kind.AUTHORIZE || operation.kind() == Operation.Kind.CAPTURE;
    boolean replyLost =
        charge && logged.card().filter(Card.TIMEOUT_AFTER_CHARGE::equals).isPresent();
    return verdict(operation, replyLost);
  }

  private Future<Verdict> answerAgain(String key, EffectRequest request) {
    return operations
        .find(key)
        .compose(
            known ->
                known.isPresent()
                    ? Future.succeededFuture(repeated(known.get(), request))
                    : operations.explain(request).map(Verdict.Refused::new));
  }

  private static Verdict repeated(Operation known, EffectRequest request) {
    if (known.outcome() == Operation.Outcome.BLOCKED) {
      return new Verdict.Refused(Refusal.KEY_BLOCKED);
    }
    return known.fingerprint().equals(request.fingerprint())
        ? verdict(known, false)
        : new Verdict.Refused(Refusal.KEY_REUSED);
  }

  private static Verdict verdict(Operation operation, boolean replyLost) {
    return operation.outcome() == Operation.Outcome.DECLINED
        ? new Verdict.Refused(Refusal.valueOf(operation.reason()))
        : new Verdict.Settled(operation, replyLost);
  }
}
