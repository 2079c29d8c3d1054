package io.jangteo.gateway.routing;

import io.jangteo.gateway.contract.Operation;

/**
 * An operation at its place in the table.
 *
 * @param available false while its service has just vanished
 */
public record Route(Operation operation, boolean available) {}
