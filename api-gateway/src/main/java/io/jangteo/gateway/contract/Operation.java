package io.jangteo.gateway.contract;

import io.jangteo.bus.Ask;
import io.jangteo.bus.Priority;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One operation of a service, compiled: nothing of it is parsed again for a request.
 *
 * @param service shared bus address
 * @param action {@code operationId}
 * @param template path with {@code {names}}
 * @param pathRules in the order of the template
 * @param queryRules by name
 * @param ask what the bus is asked
 */
public record Operation(
    String service,
    String action,
    HttpMethod method,
    String template,
    Policy policy,
    List<ParameterRule> pathRules,
    Map<String, ParameterRule> queryRules,
    List<ParameterRule> headerRules,
    Optional<BodyRule> body,
    Ask ask) {

  /** Whether it changes nothing and may be sent twice. */
  public boolean isRepeatableRead() {
    return policy.idempotent() && method.equals(HttpMethod.GET);
  }

  /**
   * @param first the priority that goes first in its service
   */
  Operation ranked(Priority first) {
    return new Operation(
        service,
        action,
        method,
        template,
        policy.with(policy.upstream().ranked(first)),
        pathRules,
        queryRules,
        headerRules,
        body,
        ask);
  }
}
