package io.jangteo.gateway;

import io.jangteo.runtime.config.Setting;

/** A line for each request that was answered. */
public record AccessLogConfig(
    @Setting(
            defaultValue = "off",
            doc =
                "`json`, `common` (the Common Log Format) or `off`: one line for each answered"
                    + " request, with its route in place of its path and without its query.")
        String format,
    @Setting(
            defaultValue = "",
            doc = "File to which the lines are appended; standard output unless set.")
        String file,
    @Setting(
            defaultValue = "10000",
            doc = "Lines waiting to be written; more are dropped and counted, never waited for.")
        int linesMax) {

  public AccessLogConfig {
    if (!format.equals("off") && !format.equals("json") && !format.equals("common")) {
      throw new IllegalArgumentException("format must be off, json or common");
    }
    if (linesMax < 1) {
      throw new IllegalArgumentException("linesMax must be at least 1");
    }
  }

  public boolean isOn() {
    return !format.equals("off");
  }
}
