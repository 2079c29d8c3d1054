package io.jangteo.events;

import io.jangteo.runtime.config.Secret;
import io.jangteo.runtime.config.Setting;
import java.time.Duration;

/** How a process reaches the message broker; the same for all its services. */
public record BrokerConfig(
    @Setting(
            defaultValue = "amqp://guest:guest@localhost:5672",
            doc =
                "AMQP 0-9-1 address with user, password and virtual host; that of a cluster has"
                    + " the hosts of all its nodes, with commas between them.")
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
        Duration startTimeout,
    @Setting(
            defaultValue = "50",
            doc = "Messages a second that operators may have handled or published again.")
        int replayRate,
    @Setting(
            defaultValue = "30s",
            doc = "Longest handling of a batch of messages; one that hangs twice alone is parked.")
        Duration handlerTimeout,
    BacklogCap backlog,
    Retention retention) {

  /** Which broker is at the other end. */
  public enum BrokerKind {
    RABBITMQ,
    QPID
  }

  private static final int REPLAY_RATE = 50;
  private static final Duration HANDLER_TIMEOUT = Duration.ofSeconds(30);

  public BrokerConfig {
    BrokerNodes.of(uri);
    if (prefetch < 1 || prefetch > 1000) {
      throw new IllegalArgumentException("prefetch must be between 1 and 1000");
    }
    if (replayRate < 1 || replayRate > 10_000) {
      throw new IllegalArgumentException("replayRate must be between 1 and 10000");
    }
    if (handlerTimeout.toMillis() < 100 || handlerTimeout.compareTo(HANDLER_TIMEOUT) > 0) {
      // PostgreSQL ends a session of ours that is idle in a transaction for longer.
      throw new IllegalArgumentException("handlerTimeout must be between 100ms and 30s");
    }
  }

  /** With what operators may do, what may wait and what is remembered as it is unless set. */
  public BrokerConfig(
      Secret uri,
      BrokerKind kind,
      Duration confirmTimeout,
      int prefetch,
      Duration reconnectPause,
      Duration startTimeout) {
    this(
        uri,
        kind,
        confirmTimeout,
        prefetch,
        reconnectPause,
        startTimeout,
        REPLAY_RATE,
        HANDLER_TIMEOUT,
        BacklogCap.STANDARD,
        Retention.STANDARD);
  }

  /** Where the broker is, and as whom it is to be spoken to. */
  public BrokerNodes nodes() {
    return BrokerNodes.of(uri);
  }
}
