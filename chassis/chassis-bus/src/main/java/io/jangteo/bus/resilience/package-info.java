/**
 * Which instances are asked at all: rules and state machines without I/O, except for {@link
 * io.jangteo.bus.resilience.Breaker}, whose states are those of vertx-circuit-breaker (ADR 14).
 */
package io.jangteo.bus.resilience;
