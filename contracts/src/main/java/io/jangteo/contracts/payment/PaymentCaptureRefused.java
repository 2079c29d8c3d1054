package io.jangteo.contracts.payment;

import java.util.UUID;

/** The provider refused for good; nothing was taken. */
public record PaymentCaptureRefused(UUID orderId, String reason) {}
