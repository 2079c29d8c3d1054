package io.jangteo.marketplace.client;

import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * One request, to whichever gateway.
 *
 * @param body null for none
 */
record Request(String method, String path, Object body, Map<String, String> headers) {
  private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS");
  private static final String KEY = "Idempotency-Key";

  HttpRequest to(URI gateway, Duration timeout) {
    HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve(path)).timeout(timeout);
    headers.forEach(request::header);
    if (body == null) {
      return request.method(method, BodyPublishers.noBody()).build();
    }
    request.header("Content-Type", "application/json");
    return request.method(method, BodyPublishers.ofByteArray(Json.encode(body).getBytes())).build();
  }

  /** Method and first segment of the path. */
  String operation() {
    int end = path.indexOf('/', 1);
    int query = path.indexOf('?');
    int until = Math.min(end < 0 ? path.length() : end, query < 0 ? path.length() : query);
    return method + " " + path.substring(0, until);
  }

  /** Whether another gateway may be asked: it never arrived, or twice does what once does. */
  boolean mayGoElsewhere(IOException failure) {
    return failure instanceof ConnectException
        || failure instanceof HttpConnectTimeoutException
        || IDEMPOTENT.contains(method)
        || headers.keySet().stream().anyMatch(KEY::equalsIgnoreCase);
  }
}
