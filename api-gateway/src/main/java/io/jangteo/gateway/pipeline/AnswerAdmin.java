package io.jangteo.gateway.pipeline;

import io.jangteo.gateway.admin.AdminContract;
import io.jangteo.gateway.admin.AdminRequest;
import io.jangteo.gateway.admin.AdminRouter;
import io.jangteo.gateway.contract.Operation;
import io.vertx.core.Future;
import java.util.Arrays;

/** Answers the gateway's own operations; the stages after it find a reply. */
public final class AnswerAdmin implements Stage {
  private final AdminRouter router;

  public AnswerAdmin(AdminRouter router) {
    this.router = router;
  }

  @Override
  public Future<Void> apply(Exchange exchange) {
    Operation operation = exchange.operation();
    if (!operation.service().equals(AdminContract.SERVICE)) {
      return DONE;
    }
    AdminRequest request =
        new AdminRequest(
            operation.action(),
            exchange.token().orElseThrow().subject(),
            exchange.requestId(),
            Arrays.asList(exchange.pathValues()).subList(0, operation.pathRules().size()),
            exchange.query(),
            exchange.document());
    return router
        .answer(request, operation.policy().timeout())
        .map(
            reply -> {
              exchange.reply(reply);
              return null;
            });
  }
}
