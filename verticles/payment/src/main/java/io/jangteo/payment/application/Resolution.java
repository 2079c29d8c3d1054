package io.jangteo.payment.application;

import io.jangteo.payment.domain.ProviderResult;

/** A call whose answer is known and waits to be recorded. */
public record Resolution(ProviderCall call, ProviderResult result) {}
