package io.jangteo.gateway.contract;

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
    Optional<BodyRule> body) {}
