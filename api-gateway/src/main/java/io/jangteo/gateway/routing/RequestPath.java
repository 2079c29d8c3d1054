package io.jangteo.gateway.routing;

import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The path of a request target, decoded once into segments. Whatever two servers could understand
 * differently is refused instead of mended: encoded separators, dot segments, empty segments, path
 * parameters, control characters, text that is not UTF-8.
 */
public final class RequestPath {
  private static final int MAX_LENGTH = 4096;
  private static final int MAX_SEGMENTS = 16;
  private static final String ALLOWED = "-._~!$&'()*+,=:@%/";

  private RequestPath() {}

  /**
   * The decoded segments of a raw path; none for {@code /}, an empty last one for a trailing slash.
   *
   * @throws ServiceFailure {@code INVALID_REQUEST} when the path is not acceptable
   */
  public static String[] segments(String raw) {
    if (raw.isEmpty() || raw.charAt(0) != '/') {
      throw refused("must begin with a slash");
    }
    if (raw.length() > MAX_LENGTH) {
      throw ServiceFailure.of(FailureCode.URI_TOO_LONG, FailureCode.URI_TOO_LONG.title());
    }
    if (raw.length() == 1) {
      return new String[0];
    }
    boolean encoded = checkCharacters(raw);
    List<String> segments = new ArrayList<>(8);
    int start = 1;
    while (start <= raw.length()) {
      int slash = raw.indexOf('/', start);
      int end = slash < 0 ? raw.length() : slash;
      segments.add(segment(raw, start, end, encoded));
      start = end + 1;
    }
    if (segments.size() > MAX_SEGMENTS) {
      throw ServiceFailure.notFound("path");
    }
    return segments.toArray(String[]::new);
  }

  private static boolean checkCharacters(String raw) {
    boolean encoded = false;
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (!isLetterOrDigit(c) && ALLOWED.indexOf(c) < 0) {
        throw refused("holds a character that must not stand there");
      }
      encoded |= c == '%';
    }
    return encoded;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static String segment(String raw, int start, int end, boolean encoded) {
    if (start == end && end != raw.length()) {
      throw refused("holds an empty segment");
    }
    String segment = raw.substring(start, end);
    String text = encoded ? decode(segment, false) : segment;
    if (text.equals(".") || text.equals("..")) {
      throw refused("holds a dot segment");
    }
    if (encoded && (text.indexOf('/') >= 0 || text.indexOf('\\') >= 0)) {
      throw refused("holds an encoded separator");
    }
    return text;
  }

  /**
   * Percent-decodes strictly.
   *
   * @param plusIsSpace as in a query
   * @throws ServiceFailure when an escape is broken or the result holds control characters or is
   *     not UTF-8
   */
  static String decode(String text, boolean plusIsSpace) {
    if (text.indexOf('%') < 0 && (!plusIsSpace || text.indexOf('+') < 0)) {
      return text;
    }
    ByteBuffer bytes = ByteBuffer.allocate(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        bytes.put(octet(text, i));
        i += 2;
      } else {
        bytes.put((byte) (c == '+' && plusIsSpace ? ' ' : c));
      }
    }
    return utf8(bytes.flip());
  }

  private static byte octet(String text, int at) {
    int high = at + 2 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
    int low = high < 0 ? -1 : Character.digit(text.charAt(at + 2), 16);
    int value = high * 16 + low;
    if (high < 0 || low < 0 || value < ' ' || value == 0x7f) {
      throw refused("holds a broken or forbidden escape");
    }
    return (byte) value;
  }

  private static String utf8(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw refused("is not UTF-8");
    }
  }

  private static ServiceFailure refused(String why) {
    return ServiceFailure.of(FailureCode.INVALID_REQUEST, "The address " + why);
  }
}
