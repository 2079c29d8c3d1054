package io.jangteo.contracts.payment;

import io.jangteo.contracts.Money;
import java.util.UUID;

/**
 * Take the held amount: the pivot of the order. Answered by {@link PaymentCaptured} or {@link
 * PaymentCaptureRefused}.
 */
public record CapturePayment(UUID orderId, Money amount) {}
