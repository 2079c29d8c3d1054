package io.jangteo.events;

import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Subscription;
import java.util.List;
import java.util.UUID;

/** A little language of messages for these tests. */
final class Pings {
  static final MessageType<Ping> PINGED = MessageType.event("alpha", "alpha.pinged.v1", Ping.class);
  static final MessageType<Ping> IGNORED =
      MessageType.event("alpha", "alpha.ignored.v1", Ping.class);
  static final MessageType<Ping> DO = MessageType.command("beta", "beta.do.v1", Ping.class);
  static final MessageType<Ping> DONE = MessageType.event("beta", "beta.done.v1", Ping.class);

  static final Subscription BETA_FROM_ALPHA = new Subscription("beta", List.of(PINGED));
  static final Subscription BETA_COMMANDS = new Subscription("beta", List.of(DO));
  static final Subscription ALPHA_FROM_BETA = new Subscription("alpha", List.of(DONE));
  static final List<Subscription> ALL = List.of(BETA_FROM_ALPHA, BETA_COMMANDS, ALPHA_FROM_BETA);

  private Pings() {}

  static OutboundMessage ping(UUID id, UUID aggregate, long version, String text) {
    return new OutboundMessage(id, PINGED, "alpha", aggregate, version, aggregate, new Ping(text));
  }

  /** What is said. */
  record Ping(String text) {}
}
