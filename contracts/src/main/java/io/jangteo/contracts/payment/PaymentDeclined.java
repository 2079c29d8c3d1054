package io.jangteo.contracts.payment;

import java.util.UUID;

/**
 * Nothing is held and nothing will be: the authorisation was refused, or undone before it was done.
 */
public record PaymentDeclined(UUID orderId, String reason) {}
