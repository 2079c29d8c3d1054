package io.jangteo.contracts.payment;

import io.jangteo.contracts.Money;
import java.util.UUID;

/** The amount is held. */
public record PaymentAuthorized(UUID orderId, Money amount) {}
