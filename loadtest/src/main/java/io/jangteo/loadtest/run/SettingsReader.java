package io.jangteo.loadtest.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Settings out of system properties {@code jangteo.load.*}; one that nobody knows is an error. */
public final class SettingsReader {
  public static final String PREFIX = "jangteo.load.";
  private static final Pattern TIME = Pattern.compile("(\\d+)(ms|s|m|h)?");

  private final Map<String, String> given = new HashMap<>();

  private SettingsReader(Properties properties) {
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith(PREFIX) && !properties.getProperty(key).isBlank()) {
        given.put(key.substring(PREFIX.length()), properties.getProperty(key).strip());
      }
    }
  }

  /**
   * Reads all settings.
   *
   * @param rate when none is given
   * @param shape when none is given
   * @throws IllegalArgumentException naming the setting that is wrong
   */
  public static LoadSettings read(Properties properties, double rate, Shape shape) {
    SettingsReader reader = new SettingsReader(properties);
    LoadSettings settings = reader.settings(rate, shape);
    if (!reader.given.isEmpty()) {
      throw new IllegalArgumentException(
          "unknown: " + reader.given.keySet().stream().map(PREFIX::concat).sorted().toList());
    }
    return settings;
  }

  private LoadSettings settings(double rate, Shape shape) {
    Path script = take("script", Path::of).orElse(Path.of("jangteo")).toAbsolutePath().normalize();
    return new LoadSettings(
        take("url", SettingsReader::words).orElse(List.of()),
        take("home", Path::of).orElseGet(() -> home(script)).toAbsolutePath().normalize(),
        take("rate", Double::valueOf).orElse(rate),
        take("duration", SettingsReader::time).orElse(Duration.ofSeconds(60)),
        take("shape", text -> Shape.valueOf(text.toUpperCase(Locale.ROOT))).orElse(shape),
        take("products", Integer::valueOf).orElse(500),
        take("members", Integer::valueOf).orElse(20),
        take("declined", Double::valueOf).orElse(0.02),
        take("visitsPerOrder", Integer::valueOf).orElse(20),
        take("p99", SettingsReader::time).orElse(Duration.ofSeconds(1)),
        take("endWithin", SettingsReader::time).orElse(Duration.ofSeconds(30)),
        take("maxErrors", Double::valueOf).orElse(0.1),
        take("seed", Long::valueOf).orElse(2010L),
        take("audit", SettingsReader::yesOrNo).orElse(true),
        script,
        take("processes", SettingsReader::processes).orElse(List.of()),
        take("summary", Path::of));
  }

  private static Path home(Path script) {
    return Optional.ofNullable(System.getenv("JANGTEO_HOME"))
        .map(Path::of)
        .orElse(script.resolveSibling(".jangteo"));
  }

  private <T> Optional<T> take(String key, Function<String, T> parse) {
    String text = given.remove(key);
    try {
      return Optional.ofNullable(text).map(parse);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(PREFIX + key + ": " + e.getMessage(), e);
    }
  }

  private static List<String> words(String text) {
    return Stream.of(text.split(",")).map(String::strip).filter(word -> !word.isEmpty()).toList();
  }

  private static List<WatchedProcess> processes(String text) {
    return words(text).stream().map(WatchedProcess::parse).toList();
  }

  private static boolean yesOrNo(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("true or false instead of " + text);
    }
    return text.equals("true");
  }

  /** A number with ms, s, m or h; without, seconds. */
  static Duration time(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("expected a time such as 90s or 5m instead of " + text);
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2) == null ? "s" : matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofSeconds(amount);
    };
  }
}
