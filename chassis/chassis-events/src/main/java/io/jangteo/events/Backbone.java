package io.jangteo.events;

import io.jangteo.contracts.MessageType;
import io.jangteo.persistence.Database;
import io.jangteo.persistence.Transactions;
import java.util.Collection;
import java.util.Optional;

/** Where one service's messages are kept, and through what they travel. */
interface Backbone {
  Clockwork clockwork();

  Transactions transactions();

  /** For the tools of operators, which speak SQL; empty where nothing does. */
  Optional<Database> database();

  /**
   * @param consumer a subscription's queue name
   */
  Inbox inbox(String consumer);

  /**
   * @param published the types the service may send
   */
  Outbox outbox(Collection<MessageType<?>> published);

  RelayStore.Opener relayStore();

  BrokerLink.Opener<PublishingSession> publishing();

  BrokerLink.Opener<ConsumingSession> consuming();

  /** Called after the last session has ended. */
  void close();
}
