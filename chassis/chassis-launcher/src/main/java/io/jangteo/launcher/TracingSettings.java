package io.jangteo.launcher;

import io.jangteo.runtime.config.Setting;
import java.net.URI;
import java.net.URISyntaxException;

/** Where spans go. */
public record TracingSettings(
    @Setting(
            defaultValue = "",
            doc =
                "Address that takes OTLP over HTTP, such as http://localhost:4318/v1/traces; empty:"
                    + " nothing is traced.")
        String endpoint,
    @Setting(defaultValue = "1.0", doc = "Share of the requests that begin here to trace, 0 to 1.")
        double sampled) {

  public TracingSettings {
    if (!endpoint.isBlank()) {
      requireHttp(endpoint);
    }
    if (!(sampled >= 0 && sampled <= 1)) {
      throw new IllegalArgumentException("sampled must be from 0 to 1");
    }
  }

  boolean isOn() {
    return !endpoint.isBlank();
  }

  private static void requireHttp(String address) {
    try {
      URI uri = new URI(address);
      if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?")) {
        return;
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("endpoint is no address: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("endpoint looks like http://host:4318/v1/traces");
  }
}
