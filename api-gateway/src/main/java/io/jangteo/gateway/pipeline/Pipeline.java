package io.jangteo.gateway.pipeline;

import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import java.util.List;

/** Runs a request through the stages in their order; stages that need not wait cost no future. */
public final class Pipeline {
  private final Stage[] stages;
  private final Responses responses;

  public Pipeline(List<Stage> stages, Responses responses) {
    this.stages = stages.toArray(Stage[]::new);
    this.responses = responses;
  }

  /** Answers the request, whatever happens. */
  public void handle(Exchange exchange) {
    if (exchange.bodyExpected()) {
      exchange.request().pause();
    }
    run(exchange, 0)
        .onSuccess(ignored -> responses.complete(exchange))
        .onFailure(error -> responses.fail(exchange, describe(error)));
  }

  private Future<Void> run(Exchange exchange, int first) {
    try {
      for (int i = first; i < stages.length && !exchange.answered(); i++) {
        Future<Void> step = stages[i].apply(exchange);
        if (!step.succeeded()) {
          int next = i + 1;
          return step.compose(ignored -> run(exchange, next));
        }
      }
      return Stage.DONE;
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private static ServiceFailure describe(Throwable error) {
    return error instanceof ServiceFailure failure ? failure : ServiceFailure.internal(error);
  }
}
