/**
 * The HTTP edge. {@link io.jangteo.gateway.GatewayVerticle} wires it and lists the stages a request
 * passes.
 *
 * <p>{@code contract} compiles what services announce, {@code routing} keeps the table made of it,
 * {@code pipeline} holds the stages. No service is named here.
 */
package io.jangteo.gateway;
