package io.jangteo.loadtest.profile;

/**
 * A value and how often the trace has it.
 *
 * @param count at least 1
 */
public record Weighted(int value, int count) {}
