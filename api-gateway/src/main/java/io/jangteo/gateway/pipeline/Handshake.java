package io.jangteo.gateway.pipeline;

import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a client says that wants its connection to become a WebSocket (RFC 6455, section 4.2.1). A
 * browser cannot set fields there, so the token may stand among the names of protocols.
 */
public final class Handshake {
  /** The one protocol that is spoken. */
  public static final String PROTOCOL = "jangteo.events";

  private static final CharSequence PROTOCOLS =
      HttpHeaders.createOptimized("sec-websocket-protocol");
  private static final CharSequence KEY = HttpHeaders.createOptimized("sec-websocket-key");
  private static final CharSequence VERSION = HttpHeaders.createOptimized("sec-websocket-version");
  private static final Pattern SIXTEEN_BYTES = Pattern.compile("[A-Za-z0-9+/]{21}[AQgw]==");
  private static final String WEBSOCKET = "websocket";
  private static final String UPGRADE = "upgrade";
  private static final String SPOKEN_VERSION = "13";
  private static final String BEARER = "bearer.";

  private Handshake() {}

  /** Only HTTP/1.1 has it: an older client does not know it, and HTTP/2 would need RFC 8441. */
  static boolean isAsked(HttpServerRequest request) {
    MultiMap headers = request.headers();
    return headers.contains(HttpHeaders.UPGRADE)
        && request.version() == HttpVersion.HTTP_1_1
        && names(headers, HttpHeaders.UPGRADE).stream().anyMatch(WEBSOCKET::equalsIgnoreCase);
  }

  /** Refuses a handshake that is none; of a good one nothing but the upgrade is left. */
  static void check(HttpServerRequest request) {
    MultiMap headers = request.headers();
    require(request.method().equals(HttpMethod.GET), "is asked for with GET");
    require(
        names(headers, HttpHeaders.CONNECTION).stream().anyMatch(UPGRADE::equalsIgnoreCase),
        "needs the connection option Upgrade");
    require(!hasBody(headers), "is asked for without a body");
    List<String> keys = headers.getAll(KEY);
    require(
        keys.size() == 1 && SIXTEEN_BYTES.matcher(keys.get(0)).matches(),
        "needs one Sec-WebSocket-Key of 16 bytes");
    if (!headers.getAll(VERSION).equals(List.of(SPOKEN_VERSION))) {
      request.response().putHeader(VERSION, SPOKEN_VERSION);
      throw other(request.response(), WEBSOCKET, "A WebSocket here is of version 13");
    }
    // Of several names in one line Netty would find none.
    headers.set(HttpHeaders.UPGRADE, WEBSOCKET).set(HttpHeaders.CONNECTION, UPGRADE);
  }

  /**
   * Takes the token out of the head, so that nothing later can repeat it.
   *
   * @return null if there is none among the protocols
   */
  static String takeToken(MultiMap headers) {
    List<String> offered = names(headers, PROTOCOLS);
    if (offered.isEmpty()) {
      return null;
    }
    List<String> tokens = offered.stream().filter(name -> name.startsWith(BEARER)).toList();
    boolean known = offered.contains(PROTOCOL);
    headers.set(PROTOCOLS, PROTOCOL);
    require(known, "speaks " + PROTOCOL + " or no protocol that has a name");
    require(tokens.size() <= 1, "is opened with one token");
    return tokens.isEmpty() ? null : tokens.get(0).substring(BEARER.length());
  }

  /** Refuses the protocol that was asked for, naming one that is spoken. */
  static ServiceFailure other(HttpServerResponse response, String protocol, String detail) {
    response.putHeader(HttpHeaders.UPGRADE, protocol);
    response.headers().add(HttpHeaders.CONNECTION, UPGRADE);
    return ServiceFailure.of(FailureCode.UPGRADE_REQUIRED, detail);
  }

  private static boolean hasBody(MultiMap headers) {
    String length = headers.get(HttpHeaders.CONTENT_LENGTH);
    return length != null && !length.equals("0") || headers.contains(HttpHeaders.TRANSFER_ENCODING);
  }

  private static List<String> names(MultiMap headers, CharSequence field) {
    List<String> names = new ArrayList<>();
    for (String line : headers.getAll(field)) {
      for (String name : line.split(",", -1)) {
        names.add(name.strip());
      }
    }
    return names;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw ServiceFailure.of(FailureCode.INVALID_REQUEST, "A WebSocket " + otherwise);
    }
  }
}
