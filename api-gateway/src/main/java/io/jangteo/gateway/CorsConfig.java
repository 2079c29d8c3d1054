package io.jangteo.gateway;

import io.jangteo.runtime.config.Setting;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Which other sites' pages may call the API from a browser; none unless named. */
public record CorsConfig(
    @Setting(
            defaultValue = "",
            doc =
                "Origins whose pages may call, exactly as browsers send them, such as"
                    + " `https://shop.example.com`, separated by commas; `*` is not accepted.")
        List<String> origins,
    @Setting(defaultValue = "10m", doc = "How long browsers may remember that they may.")
        Duration maxAge) {
  private static final Pattern ORIGIN =
      Pattern.compile("https?://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:]+])(:[1-9]\\d{0,4})?");
  private static final int MAX_ORIGINS = 100;

  public CorsConfig {
    if (origins.size() > MAX_ORIGINS) {
      throw new IllegalArgumentException("origins may be at most " + MAX_ORIGINS);
    }
    for (String origin : origins) {
      if (!ORIGIN.matcher(origin).matches()) {
        throw new IllegalArgumentException(
            "origins: '"
                + origin
                + "' is no origin; it must be scheme, host and, unless usual, port, in lower case"
                + " and with nothing after it");
      }
    }
  }
}
