package io.jangteo.runtime.failure;

/**
 * What is wrong with one part of a request.
 *
 * @param field a JSON pointer into the body such as {@code /lines/0/quantity}, or {@code
 *     query.limit}, {@code path.sku}, {@code header.Idempotency-Key}
 * @param detail one sentence for a person, without the offending value
 */
public record FieldError(String field, String detail) {}
