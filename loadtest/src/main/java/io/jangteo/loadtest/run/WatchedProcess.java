package io.jangteo.loadtest.run;

/** A server process whose processor time, with that of its children, counts. */
public record WatchedProcess(String name, long pid) {
  static WatchedProcess parse(String text) {
    int sign = text.lastIndexOf('=');
    if (sign < 1) {
      throw new IllegalArgumentException("expected NAME=PID instead of " + text);
    }
    return new WatchedProcess(text.substring(0, sign), Long.parseLong(text.substring(sign + 1)));
  }
}
