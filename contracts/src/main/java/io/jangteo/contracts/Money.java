package io.jangteo.contracts;

/**
 * An amount in minor units (pence, cents) of one currency.
 *
 * @param currency ISO 4217, three capitals
 */
public record Money(long amountMinor, String currency) {}
