package io.jangteo.contracts.payment;

import io.jangteo.contracts.Money;
import java.util.UUID;

/** That much of the captured money was given back. */
public record PaymentRefunded(UUID orderId, Money amount) {}
