package io.jangteo.gateway.fault;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.runtime.json.Json;

/**
 * What is done to a share of the requests of a service or of one operation, and until when.
 *
 * @param operation null for all of the service
 * @param delayMs 0 for none
 * @param abortStatus 0 for none; after the delay
 * @param percentage 0 to 100
 * @param header null when any request can be hit
 * @param value of the header; null for any
 * @param until milliseconds since 1970
 */
public record Fault(
    String service,
    String operation,
    int delayMs,
    int abortStatus,
    double percentage,
    String header,
    String value,
    long until) {

  /** What an operator has asked for, in the words of the contract. */
  public static Fault wanted(JsonNode body, long nowMillis) {
    return new Fault(
        body.get("service").textValue(),
        body.path("operation").textValue(),
        body.path("delayMs").asInt(0),
        body.path("abortStatus").asInt(0),
        body.get("percentage").doubleValue(),
        body.path("header").path("name").textValue(),
        body.path("header").path("value").textValue(),
        nowMillis + body.get("seconds").asInt() * 1000L);
  }

  static Fault decode(String text) {
    return Json.decode(text, Fault.class);
  }

  String encode() {
    return Json.encodeToString(this);
  }

  /** There is one fault for each. */
  String target() {
    return operation == null ? service : service + " " + operation;
  }

  boolean isOver(long nowMillis) {
    return nowMillis >= until;
  }

  /** Whether a request with this value of {@link #header}, null for none, can be hit. */
  public boolean concerns(String sent) {
    return header == null || (sent != null && (value == null || value.equals(sent)));
  }
}
