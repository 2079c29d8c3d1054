/**
 * Shipments of orders. {@link io.jangteo.shipping.ShippingVerticle} wires it.
 *
 * <p>{@code domain.Shipment} has one outcome for each trigger in each state; commands of the saga,
 * the end of an order and reports of operators all go through it.
 */
package io.jangteo.shipping;
