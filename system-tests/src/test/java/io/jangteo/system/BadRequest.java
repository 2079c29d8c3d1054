package io.jangteo.system;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.marketplace.client.Session;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A valid request to place an order, made wrong in one place. */
final class BadRequest {
  private final Map<String, String> headers = new TreeMap<>();
  private final ObjectNode body;
  private byte[] raw;
  private String method = "POST";
  private String path = "/orders";

  BadRequest(Session session, Map<String, Object> body) {
    this.body = Json.LENIENT.valueToTree(body);
    headers.put("Idempotency-Key", Ids.next().toString());
    headers.put("Content-Type", "application/json");
    as(session);
  }

  BadRequest as(Session session) {
    try {
      headers.putAll(session.authorization());
    } catch (IOException e) {
      throw new IllegalStateException("the test cannot log in", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    return this;
  }

  ObjectNode body() {
    return body;
  }

  ObjectNode line() {
    return (ObjectNode) body.path("lines").path(0);
  }

  String text() {
    return body.toString();
  }

  BadRequest raw(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  BadRequest bytes(byte[] content) {
    raw = content.clone();
    return this;
  }

  BadRequest header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  BadRequest token(String token) {
    return header("Authorization", "Bearer " + token);
  }

  BadRequest without(String name) {
    headers.remove(name);
    return this;
  }

  BadRequest method(String other) {
    method = other;
    return this;
  }

  BadRequest path(String other) {
    path = other;
    return this;
  }

  String method() {
    return method;
  }

  String path() {
    return path;
  }

  Map<String, String> headers() {
    return headers;
  }

  byte[] content() {
    return raw == null ? text().getBytes(StandardCharsets.UTF_8) : raw.clone();
  }
}
