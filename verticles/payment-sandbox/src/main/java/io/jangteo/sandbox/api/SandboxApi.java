package io.jangteo.sandbox.api;

import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.sandbox.SandboxConfig;
import io.jangteo.sandbox.application.EffectRequest;
import io.jangteo.sandbox.application.EffectRequest.Capture;
import io.jangteo.sandbox.application.EffectRequest.Refund;
import io.jangteo.sandbox.application.EffectRequest.VoidHold;
import io.jangteo.sandbox.application.OperationBook;
import io.jangteo.sandbox.application.SettleRequest;
import io.jangteo.sandbox.domain.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/** The provider's HTTP surface, as {@code sandbox/openapi.yaml} describes it. */
public final class SandboxApi {
  private static final int BODY_MAX = 16 * 1024;

  private final Vertx vertx;
  private final SandboxConfig config;
  private final SettleRequest requests;
  private final OperationBook operations;
  private final Faults faults;

  public SandboxApi(
      Vertx vertx, SandboxConfig config, SettleRequest requests, OperationBook operations) {
    this.vertx = vertx;
    this.config = config;
    this.requests = requests;
    this.operations = operations;
    this.faults = new Faults(vertx);
  }

  /** Every route there is. */
  public Router router() {
    Router router = Router.router(vertx);
    router.route().failureHandler(context -> Answers.failure(context, cause(context)));
    router.errorHandler(404, context -> Answers.failure(context, of(FailureCode.NOT_FOUND)));
    router.errorHandler(
        405, context -> Answers.failure(context, of(FailureCode.METHOD_NOT_ALLOWED)));
    router
        .get("/openapi.yaml")
        .handler(context -> context.response().sendFile("sandbox/openapi.yaml"));
    // Bodies are read before anything asynchronous, or they would be lost.
    router.route("/v1/*").handler(BodyHandler.create(false).setBodyLimit(BODY_MAX));
    router.route("/v1/*").handler(new BearerAuthentication(config.apiKey()));
    if (config.faultsAllowed()) {
      router.post("/v1/faults").handler(faults::change);
      router.route("/v1/*").handler(faults);
    }
    router
        .post("/v1/authorizations")
        .handler(context -> settle(context, Requests.authorize(context)));
    router.post("/v1/authorizations/:id/void").handler(this::voidHold);
    router.post("/v1/authorizations/:id/captures").handler(this::capture);
    router.post("/v1/captures/:id/refunds").handler(this::refund);
    router.get("/v1/operations").handler(this::find);
    router.post("/v1/operations/block").handler(this::block);
    return router;
  }

  private void voidHold(RoutingContext context) {
    Requests.noBody(context);
    settle(context, new VoidHold(Requests.pathId(context, "authorisation")));
  }

  private void capture(RoutingContext context) {
    settle(
        context, new Capture(Requests.pathId(context, "authorisation"), Requests.amount(context)));
  }

  private void refund(RoutingContext context) {
    settle(context, new Refund(Requests.pathId(context, "capture"), Requests.amount(context)));
  }

  private void settle(RoutingContext context, EffectRequest request) {
    requests
        .settle(Requests.idempotencyKey(context), request)
        .onSuccess(verdict -> reply(context, verdict))
        .onFailure(context::fail);
  }

  private void reply(RoutingContext context, Verdict verdict) {
    if (verdict instanceof Verdict.Settled settled && settled.replyLost()) {
      vertx.setTimer(
          config.heldReply().toMillis(), timer -> context.request().connection().close());
    } else {
      Answers.verdict(context, verdict);
    }
  }

  private void find(RoutingContext context) {
    operations
        .find(Requests.queriedKey(context))
        .compose(
            found ->
                found
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(ServiceFailure.notFound("operation"))))
        .onSuccess(operation -> Answers.operation(context, 200, operation))
        .onFailure(context::fail);
  }

  private void block(RoutingContext context) {
    operations
        .block(Requests.keyToBlock(context))
        .onSuccess(operation -> Answers.operation(context, 200, operation))
        .onFailure(context::fail);
  }

  private static Throwable cause(RoutingContext context) {
    if (context.failure() != null) {
      return context.failure();
    }
    return of(
        context.statusCode() == 413 ? FailureCode.PAYLOAD_TOO_LARGE : FailureCode.INVALID_REQUEST);
  }

  private static ServiceFailure of(FailureCode code) {
    return ServiceFailure.of(code, code.title());
  }
}
