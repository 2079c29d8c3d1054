package io.jangteo.contracts.payment;

import io.jangteo.contracts.Money;
import java.util.UUID;

/** The money is ours. */
public record PaymentCaptured(UUID orderId, Money amount) {}
