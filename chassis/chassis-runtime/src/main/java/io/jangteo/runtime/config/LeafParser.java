package io.jangteo.runtime.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text to value, for every type that a configuration record may hold as a leaf. */
final class LeafParser {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");

  private static final Map<Class<?>, Function<String, Object>> PARSERS =
      Map.ofEntries(
          Map.entry(String.class, text -> text),
          Map.entry(int.class, LeafParser::integer),
          Map.entry(long.class, LeafParser::longInteger),
          Map.entry(double.class, LeafParser::decimal),
          Map.entry(boolean.class, LeafParser::bool),
          Map.entry(Duration.class, LeafParser::duration),
          Map.entry(ByteSize.class, ByteSize::parse),
          Map.entry(URI.class, URI::create),
          Map.entry(Path.class, Path::of),
          Map.entry(Secret.class, Secret::new),
          Map.entry(List.class, LeafParser::list));

  private LeafParser() {}

  static boolean isLeaf(Class<?> type) {
    return type.isEnum() || PARSERS.containsKey(type);
  }

  static Object parse(Class<?> type, String text) {
    return type.isEnum() ? constant(type, text) : PARSERS.get(type).apply(text);
  }

  private static Object constant(Class<?> type, String text) {
    Object[] constants = type.getEnumConstants();
    String wanted = text.trim().toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(constants)
        .filter(c -> ((Enum<?>) c).name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + text + "' is none of " + Arrays.toString(constants)));
  }

  private static Object integer(String text) {
    try {
      return Integer.parseInt(text.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a whole number", e);
    }
  }

  private static Object longInteger(String text) {
    try {
      return Long.parseLong(text.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a whole number", e);
    }
  }

  private static Object decimal(String text) {
    try {
      return Double.parseDouble(text.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a number", e);
    }
  }

  private static Object bool(String text) {
    return switch (text.trim().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
    };
  }

  private static Object duration(String text) {
    Matcher matcher = DURATION.matcher(text.trim());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a duration such as 250ms or 10s");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private static Object list(String text) {
    return Arrays.stream(text.split(","))
        .map(String::trim)
        .filter(item -> !item.isEmpty())
        .collect(Collectors.toUnmodifiableList());
  }
}
