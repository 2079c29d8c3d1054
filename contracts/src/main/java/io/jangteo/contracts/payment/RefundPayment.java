package io.jangteo.contracts.payment;

import io.jangteo.contracts.Money;
import java.util.UUID;

/** Give back captured money. Answered by {@link PaymentRefunded}. */
public record RefundPayment(UUID orderId, Money amount) {}
