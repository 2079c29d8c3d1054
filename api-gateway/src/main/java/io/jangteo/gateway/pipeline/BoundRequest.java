package io.jangteo.gateway.pipeline;

import io.jangteo.gateway.routing.RequestPath;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Map;

/** Refuses heads that are too large or ambiguous, and decodes the path. */
public final class BoundRequest implements Stage {
  private static final int MAX_HEADER_FIELDS = 100;

  @Override
  public Future<Void> apply(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    MultiMap headers = request.headers();
    if (fields(headers) > MAX_HEADER_FIELDS) {
      throw ServiceFailure.of(
          FailureCode.HEADERS_TOO_LARGE, "The request has more than 100 header fields");
    }
    if (request.version() == HttpVersion.HTTP_1_1 && headers.getAll(HttpHeaders.HOST).size() != 1) {
      throw refused("The request must have exactly one Host field");
    }
    if (headers.contains(HttpHeaders.TRANSFER_ENCODING)
        && !"chunked".equalsIgnoreCase(headers.get(HttpHeaders.TRANSFER_ENCODING))) {
      throw refused("The transfer encoding is not understood");
    }
    if (request.version() == HttpVersion.HTTP_2) {
      refuseOddFields(headers);
    }
    exchange.locate(RequestPath.segments(rawPath(request.uri())));
    return DONE;
  }

  /** The map's own size counts names, not fields. Netty's decoder lets fields without a name by. */
  private static int fields(MultiMap headers) {
    int count = 0;
    for (Map.Entry<String, String> field : headers) {
      if (field.getKey().isEmpty()) {
        throw refused("A header field has no name");
      }
      count++;
    }
    return count;
  }

  /** Netty's decoder of HTTP/2 lets through what no field may hold (RFC 9113, section 8.2.1). */
  private static void refuseOddFields(MultiMap headers) {
    for (Map.Entry<String, String> field : headers) {
      if (!isName(field.getKey()) || hasControls(field.getValue())) {
        throw refused("A header field is malformed");
      }
    }
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == ':' || c >= 'A' && c <= 'Z') {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static boolean hasControls(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' && c != '\t' || c == 0x7f) {
        return true;
      }
    }
    return false;
  }

  private static String rawPath(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  private static ServiceFailure refused(String detail) {
    return ServiceFailure.of(FailureCode.INVALID_REQUEST, detail);
  }
}
