package io.jangteo.gateway.routing;

import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import java.util.LinkedHashMap;
import java.util.Map;

/** The query of a request target. */
public final class QueryString {
  private static final int MAX_PARAMETERS = 50;
  private static final int MAX_NAME_SHOWN = 64;

  private QueryString() {}

  /**
   * Decoded values by name; {@code raw} may be null.
   *
   * @throws ServiceFailure {@code INVALID_REQUEST} when it is malformed or a name comes twice
   */
  public static Map<String, String> parse(String raw) {
    if (raw == null || raw.isEmpty()) {
      return Map.of();
    }
    Map<String, String> values = new LinkedHashMap<>();
    int start = 0;
    while (start <= raw.length()) {
      int ampersand = raw.indexOf('&', start);
      int end = ampersand < 0 ? raw.length() : ampersand;
      if (end > start) {
        add(raw.substring(start, end), values);
      }
      start = end + 1;
    }
    return values;
  }

  private static void add(String pair, Map<String, String> values) {
    checkCharacters(pair);
    int equals = pair.indexOf('=');
    String name = RequestPath.decode(equals < 0 ? pair : pair.substring(0, equals), true);
    String value = equals < 0 ? "" : RequestPath.decode(pair.substring(equals + 1), true);
    if (values.put(name, value) != null) {
      throw ServiceFailure.ofField(
          FailureCode.INVALID_REQUEST, field(name), "must be given only once");
    }
    if (values.size() > MAX_PARAMETERS) {
      throw ServiceFailure.of(FailureCode.INVALID_REQUEST, "The query has too many parameters");
    }
  }

  private static void checkCharacters(String pair) {
    for (int i = 0; i < pair.length(); i++) {
      char c = pair.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        throw ServiceFailure.of(
            FailureCode.INVALID_REQUEST, "The query holds a character that must not stand there");
      }
    }
  }

  /** How an error names a parameter; the name came from the client, so it is bounded. */
  public static String field(String name) {
    return "query." + (name.length() > MAX_NAME_SHOWN ? name.substring(0, MAX_NAME_SHOWN) : name);
  }
}
