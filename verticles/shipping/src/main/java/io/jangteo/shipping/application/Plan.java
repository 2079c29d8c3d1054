package io.jangteo.shipping.application;

import io.jangteo.contracts.shipping.Address;
import java.util.UUID;

/**
 * What a new shipment is made of.
 *
 * @param units pieces in it, over all products
 */
public record Plan(UUID shipmentId, String trackingCode, Address address, long units) {}
