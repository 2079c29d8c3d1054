package io.jangteo.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.BusReply;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds who answers an operation of the gateway's own, and sees to it that the answer comes. */
public final class AdminRouter {
  private final Map<String, AdminHandler> handlers;

  /**
   * @param actions those of the contract
   * @param resources each with the operations it answers, by {@code operationId}
   * @throws IllegalStateException when they are not those of the contract
   */
  AdminRouter(Set<String> actions, List<Map<String, AdminHandler>> resources) {
    Map<String, AdminHandler> all = new HashMap<>();
    resources.forEach(all::putAll);
    if (!all.keySet().equals(actions)) {
      throw new IllegalStateException("the contract of /admin names other operations");
    }
    handlers = Map.copyOf(all);
  }

  /**
   * Always with a reply or a {@code ServiceFailure}.
   *
   * @param deadline a change that has begun may still be made after it
   */
  public Future<BusReply> answer(AdminRequest request, Duration deadline) {
    return handlers
        .get(request.action())
        .handle(request)
        .map((JsonNode node) -> BusReply.ok(node))
        .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .recover(AdminRouter::explain);
  }

  private static Future<BusReply> explain(Throwable error) {
    if (error instanceof TimeoutException) {
      return Future.failedFuture(
          ServiceFailure.of(
              FailureCode.DEADLINE_EXCEEDED, "The cluster has not answered; look what holds now"));
    }
    return Future.failedFuture(
        error instanceof ServiceFailure
            ? error
            : ServiceFailure.unavailable(
                "The cluster cannot be asked just now", Duration.ofSeconds(2), error));
  }
}
