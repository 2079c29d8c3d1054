package io.jangteo.payment.application;

import io.jangteo.payment.domain.Backoff;
import java.time.Duration;

/**
 * How the provider is called.
 *
 * @param concurrencyMax calls under way at once
 * @param poll how often calls are looked for that nobody announced
 * @param lease longer than the longest attempt
 */
public record CallerTiming(int concurrencyMax, Duration poll, Duration lease, Backoff backoff) {}
