package io.jangteo.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * A request of an operator that has passed every check of the contract.
 *
 * @param action {@code operationId}
 * @param subject who asks
 * @param path values in the order of the template
 * @param body missing where there is none
 */
public record AdminRequest(
    String action,
    String subject,
    String requestId,
    List<String> path,
    Map<String, String> query,
    JsonNode body) {}
