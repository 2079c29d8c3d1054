package io.jangteo.contracts.payment;

import java.util.UUID;

/**
 * Give back what is held for the order, if anything is or ever will be. Answered by {@link
 * PaymentVoided}.
 */
public record VoidPayment(UUID orderId) {}
