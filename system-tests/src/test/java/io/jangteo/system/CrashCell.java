package io.jangteo.system;

import io.jangteo.runtime.crash.CrashPoint;
import java.util.Arrays;
import java.util.Optional;

/**
 * One point in one service for one outcome.
 *
 * @param code of the point
 * @param way what the line is to be passed with, and {@code @N} when not at its first passing
 * @param reason why there is nothing to kill, if so
 */
record CrashCell(
    String service, String code, CrashOutcome outcome, String way, Optional<String> reason) {
  boolean exists() {
    return reason.isEmpty();
  }

  String name() {
    return service + " " + code + " " + outcome.title();
  }

  @Override
  public String toString() {
    return name();
  }

  String subject() {
    return way.split("@")[0];
  }

  /** As {@link CrashPoint} reads it. */
  String plan() {
    String[] parts = way.split("@");
    return point().name() + " " + parts[0] + " " + (parts.length > 1 ? parts[1] : "1");
  }

  private CrashPoint point() {
    return Arrays.stream(CrashPoint.values())
        .filter(point -> point.code().equals(code))
        .findFirst()
        .orElseThrow();
  }

  /** What people do once an order has ended; everything else dies while it is under way. */
  boolean isAfterTheOrder() {
    return subject().equals("HAND_OVER");
  }

  /** A timer is due only when somebody does not answer. */
  Optional<String> silent() {
    if (!code.equals("M10")) {
      return Optional.empty();
    }
    return Optional.of(
        switch (subject()) {
          case "RESERVE" -> "inventory";
          case "SCHEDULE" -> "shipping";
          default -> "payment-sandbox";
        });
  }
}
