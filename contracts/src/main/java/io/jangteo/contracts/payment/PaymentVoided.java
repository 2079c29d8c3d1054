package io.jangteo.contracts.payment;

import java.util.UUID;

/** Nothing is held for the order, and a later authorisation of it will be refused. */
public record PaymentVoided(UUID orderId) {}
