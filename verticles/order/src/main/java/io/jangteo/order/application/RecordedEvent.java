package io.jangteo.order.application;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;

/**
 * One event of an order; the component names are the public representation.
 *
 * @param data a JSON object, as it was stored
 */
public record RecordedEvent(long version, String type, Instant at, @JsonRawValue String data) {}
