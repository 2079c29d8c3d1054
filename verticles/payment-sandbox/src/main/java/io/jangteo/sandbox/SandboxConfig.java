package io.jangteo.sandbox;

import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.config.Secret;
import io.jangteo.runtime.config.Setting;
import java.time.Duration;

/** Settings of the sandbox provider. */
public record SandboxConfig(
    DatabaseConfig db,
    Http http,
    @Setting(doc = "Bearer secret that callers must present; at least 16 characters.")
        Secret apiKey,
    @Setting(defaultValue = "false", doc = "Whether POST /v1/faults may make it misbehave.")
        boolean faultsAllowed,
    @Setting(defaultValue = "3s", doc = "How late the card tok_slow is served.") Duration slowness,
    @Setting(
            defaultValue = "30s",
            doc = "How long the reply to tok_timeout_after_charge is held back before hanging up.")
        Duration heldReply) {

  private static final int SHORTEST_KEY = 16;

  /** Where it listens. */
  public record Http(
      @Setting(defaultValue = "127.0.0.1", doc = "Address to listen on.") String host,
      @Setting(defaultValue = "8090", doc = "Port to listen on; 0 takes any free one.") int port) {
    public Http {
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("port must be between 0 and 65535");
      }
    }
  }

  public SandboxConfig {
    if (apiKey.value().length() < SHORTEST_KEY) {
      throw new IllegalArgumentException("apiKey must have at least 16 characters");
    }
  }
}
