package io.jangteo.gateway.cache;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The directives of a {@code Cache-Control} field (RFC 9111, section 5.2). What is malformed is
 * read as if it were not there, except that a time that is no number counts as none at all left.
 */
final class CacheControl {
  /** A field that says nothing. */
  static final CacheControl NONE = new CacheControl(Map.of());

  private static final int DIGITS_MAX = 9;
  private static final long LONGEST_SECONDS = 1L << 31;

  private final Map<String, String> directives;

  private CacheControl(Map<String, String> directives) {
    this.directives = directives;
  }

  /**
   * Reads the field's value; null stands for no such field.
   *
   * @param value fields of the name joined by commas
   */
  static CacheControl parse(String value) {
    if (value == null || value.isBlank()) {
      return NONE;
    }
    Map<String, String> found = new LinkedHashMap<>();
    int at = 0;
    while (at < value.length()) {
      int end = end(value, at);
      add(value.substring(at, end).strip(), found);
      at = end + 1;
    }
    return new CacheControl(found);
  }

  /** The comma after {@code from} that is in no quotes. */
  private static int end(String value, int from) {
    boolean quoted = false;
    for (int i = from; i < value.length(); i++) {
      char c = value.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        return i;
      }
    }
    return value.length();
  }

  /** The first of a name counts: a second one must not loosen it. */
  private static void add(String directive, Map<String, String> found) {
    if (directive.isEmpty()) {
      return;
    }
    int equals = directive.indexOf('=');
    String name = equals < 0 ? directive : directive.substring(0, equals).strip();
    String argument = equals < 0 ? "" : directive.substring(equals + 1).strip();
    found.putIfAbsent(name.toLowerCase(Locale.ROOT), argument);
  }

  boolean has(String name) {
    return directives.containsKey(name);
  }

  /** Seconds; empty when the directive is not there, zero when its argument is no number. */
  OptionalLong seconds(String name) {
    String argument = directives.get(name);
    if (argument == null) {
      return OptionalLong.empty();
    }
    String digits =
        argument.length() > 1 && argument.startsWith("\"") && argument.endsWith("\"")
            ? argument.substring(1, argument.length() - 1)
            : argument;
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.of(0);
    }
    return OptionalLong.of(digits.length() > DIGITS_MAX ? LONGEST_SECONDS : Long.parseLong(digits));
  }
}
