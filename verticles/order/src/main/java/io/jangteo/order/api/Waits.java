package io.jangteo.order.api;

import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusRequest;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a caller is willing to wait. */
final class Waits {
  /** Longest wait in seconds. */
  static final int SECONDS_MAX = 30;

  private static final Pattern WAIT =
      Pattern.compile("(?:^|[,;\\s])wait=\"?(\\d{1,4})\"?(?:$|[,;\\s])");

  private Waits() {}

  /** The {@code wait} preference in seconds, at most 30; a preference we cannot read is ignored. */
  static OptionalInt preferred(BusRequest request) {
    Matcher matcher = WAIT.matcher(request.header(BusHeaders.PREFER).orElse(""));
    if (!matcher.find()) {
      return OptionalInt.empty();
    }
    int seconds = Math.min(SECONDS_MAX, Integer.parseInt(matcher.group(1)));
    return seconds == 0 ? OptionalInt.empty() : OptionalInt.of(seconds);
  }
}
