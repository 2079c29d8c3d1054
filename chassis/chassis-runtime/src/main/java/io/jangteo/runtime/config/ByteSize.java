package io.jangteo.runtime.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written {@code 64KiB}, {@code 16MiB}, {@code 1GiB} or {@code 512B}. */
public record ByteSize(long bytes) {
  private static final Pattern NOTATION = Pattern.compile("(\\d{1,12})\\s*(B|KiB|MiB|GiB)");

  /**
   * @throws IllegalArgumentException when {@code text} is not of this notation
   */
  public static ByteSize parse(String text) {
    Matcher matcher = NOTATION.matcher(text.trim());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a size such as 64KiB or 16MiB");
    }
    long factor =
        switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
          case "kib" -> 1L << 10;
          case "mib" -> 1L << 20;
          case "gib" -> 1L << 30;
          default -> 1L;
        };
    try {
      return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), factor));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'" + text + "' is more than can be counted", e);
    }
  }

  /** For APIs that count bytes in an {@code int}. */
  public int asInt() {
    return Math.toIntExact(bytes);
  }
}
