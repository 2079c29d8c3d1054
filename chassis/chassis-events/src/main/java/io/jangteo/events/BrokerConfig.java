package io.jangteo.events;

import io.jangteo.runtime.config.Secret;
import io.jangteo.runtime.config.Setting;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/** How a process reaches the message broker; the same for all its services. */
public record BrokerConfig(
    @Setting(
            defaultValue = "amqp://guest:guest@localhost:5672",
            doc = "AMQP 0-9-1 address with user, password and virtual host.")
        Secret uri,
    @Setting(
            defaultValue = "rabbitmq",
            doc = "rabbitmq, or qpid for the embedded one: decides which queue arguments are set.")
        BrokerKind kind,
    @Setting(defaultValue = "5s", doc = "Longest wait for a publisher confirm.")
        Duration confirmTimeout,
    @Setting(defaultValue = "32", doc = "Unacknowledged deliveries per partition queue.")
        int prefetch,
    @Setting(defaultValue = "500ms", doc = "First pause before connecting again.")
        Duration reconnectPause,
    @Setting(defaultValue = "50s", doc = "How long start-up waits for the broker.")
        Duration startTimeout) {

  /** Which broker is at the other end. */
  public enum BrokerKind {
    RABBITMQ,
    QPID
  }

  public BrokerConfig {
    if (prefetch < 1 || prefetch > 1000) {
      throw new IllegalArgumentException("prefetch must be between 1 and 1000");
    }
  }

  /** For messages: never user or password. */
  public String address() {
    try {
      URI parsed = new URI(uri.value());
      return parsed.getHost() + (parsed.getPort() < 0 ? "" : ":" + parsed.getPort());
    } catch (URISyntaxException e) {
      return "of rabbitmq.uri (RABBITMQ_URI), which is no URI";
    }
  }
}
