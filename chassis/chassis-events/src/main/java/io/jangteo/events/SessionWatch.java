package io.jangteo.events;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.NoOpMetricsCollector;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Tells at once when a session of the Vert.x client is over. The client itself tells nobody that
 * its channel was closed: at the next call it opens another one, without the consumers and with
 * tags that begin anew. Its metrics option is where it lets its connection and channels be seen.
 *
 * <p>A second channel is reported before anything can be said on it.
 */
final class SessionWatch extends NoOpMetricsCollector {
  private final Consumer<Throwable> over;
  private final AtomicBoolean hasChannel = new AtomicBoolean();

  /**
   * @param over may be called more than once, from any thread; must not block
   */
  SessionWatch(Consumer<Throwable> over) {
    this.over = over;
  }

  @Override
  public void newConnection(Connection connection) {
    connection.addShutdownListener(over::accept);
  }

  @Override
  public void newChannel(Channel channel) {
    if (!hasChannel.compareAndSet(false, true)) {
      over.accept(new IOException("the client replaced its channel"));
      return;
    }
    channel.addShutdownListener(over::accept);
  }
}
