package io.jangteo.contracts.payment;

import io.jangteo.contracts.Money;
import java.util.UUID;

/**
 * Hold {@code amount} for the order, on the card token kept for it beforehand. Answered by {@link
 * PaymentAuthorized} or {@link PaymentDeclined}.
 */
public record AuthorizePayment(UUID orderId, Money amount) {}
