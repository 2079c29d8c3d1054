package io.jangteo.events;

import com.rabbitmq.client.Channel;
import io.vertx.core.Future;
import java.io.IOException;

/** A session of the relay. */
interface PublishingSession extends BrokerSession {
  /** Runs {@code command} after those given before it; its failure ends the session. */
  <T> Future<T> run(ChannelCommand<T> command);

  /** Declares on a channel of its own: a refusal must not take the confirms along. */
  Future<Void> declare(Topology topology);

  /** Something to do with the channel; may block. */
  @FunctionalInterface
  interface ChannelCommand<T> {
    T on(Channel channel) throws IOException;
  }
}
