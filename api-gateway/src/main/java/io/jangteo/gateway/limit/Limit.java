package io.jangteo.gateway.limit;

import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rate with a burst, whoever it is applied to.
 *
 * @param name tells limits apart, also in the header fields a client reads
 * @param interval nanoseconds in which one request becomes free
 * @param burst requests that a client which was silent may send at once
 * @param policy its member of the field {@code RateLimit-Policy}
 * @param prefix of its member of the field {@code RateLimit}, before what is left
 * @param suffix of that member, behind it
 */
public record Limit(
    String name, long interval, int burst, String policy, String prefix, String suffix) {

  private static final Pattern RATE = Pattern.compile("([1-9]\\d{0,5})/(s|m|h)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final int BURST_MAX = 1_000_000;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /**
   * Reads a rate such as {@code 5/s}, {@code 5/m} or {@code 100/h}.
   *
   * @param burst 0 for as many as the rate names
   * @throws IllegalArgumentException saying what is wrong, as the end of a sentence
   */
  public static Limit of(String name, String rate, int burst) {
    Matcher parts = RATE.matcher(rate);
    if (!parts.matches()) {
      throw new IllegalArgumentException("'" + rate + "' is no rate like 5/s, 5/m or 100/h");
    }
    int count = Integer.parseInt(parts.group(1));
    return of(name, unit(parts.group(2)) / count, burst == 0 ? count : burst);
  }

  static Limit of(String name, long interval, int burst) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + name + "' is no name for a limit");
    }
    if (burst < 1 || burst > BURST_MAX) {
      throw new IllegalArgumentException("burst must be between 1 and " + BURST_MAX);
    }
    if (interval < 1) {
      throw new IllegalArgumentException("the rate is too high");
    }
    String quoted = "\"" + name + "\"";
    return new Limit(
        name,
        interval,
        burst,
        quoted + ";q=" + burst + ";w=" + seconds(interval * burst),
        quoted + ";r=",
        ";t=" + seconds(interval));
  }

  private static long unit(String letter) {
    return switch (letter) {
      case "s" -> SECOND;
      case "m" -> 60 * SECOND;
      default -> 3600 * SECOND;
    };
  }

  /** Nanoseconds as whole seconds, rounded up: whoever waits so long has waited long enough. */
  public static long seconds(long nanos) {
    return Math.max(1, (nanos + SECOND - 1) / SECOND);
  }

  /** Nanoseconds after which a whole burst is free again. */
  long span() {
    return interval * burst;
  }
}
