package io.jangteo.gateway.contract;

import java.util.Map;

/**
 * The request body of an operation.
 *
 * @param schemas by media type in lower case, without parameters
 */
public record BodyRule(boolean required, Map<String, BodySchema> schemas) {}
