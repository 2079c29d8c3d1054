package io.jangteo.events;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.net.Socket;

/**
 * One connection with one channel, used until its first error and then thrown away: nothing in it
 * is ever repaired. A delivery tag, a confirm or a consumer therefore belongs to one session, and
 * what is said to a dead session is said to nobody.
 *
 * <p>Commands run one after the other on the link's own thread, because the client blocks.
 */
final class BrokerSession {
  private static final int CLOSE_MILLIS_MAX = 2_000;

  private final Vertx vertx;
  private final WorkerExecutor thread;
  private final Connection connection;
  private final Channel channel;
  private final Socket socket;
  private final Promise<Throwable> ended = Promise.promise();

  /** Must be called where blocking is allowed. */
  BrokerSession(
      Vertx vertx, Context context, WorkerExecutor thread, Connection connection, Socket socket)
      throws IOException {
    this.vertx = vertx;
    this.thread = thread;
    this.connection = connection;
    this.socket = socket;
    this.channel = connection.createChannel();
    if (channel == null) {
      throw new IOException("the broker grants no channel");
    }
    // Called at once for a shutdown that has already happened. A closed channel closes its
    // connection too, so that what the channel held is redelivered.
    channel.addShutdownListener(cause -> context.runOnContext(ignored -> discard(cause)));
    connection.addShutdownListener(cause -> context.runOnContext(ignored -> discard(cause)));
  }

  /** Succeeds with the reason, once, when the session can no longer be used. */
  Future<Throwable> ended() {
    return ended.future();
  }

  boolean isAlive() {
    return !ended.future().isComplete();
  }

  /** Runs {@code command} after those given before it; its failure ends the session. */
  <T> Future<T> run(ChannelCommand<T> command) {
    if (!isAlive()) {
      return Future.failedFuture(new IOException("the broker session has ended"));
    }
    return thread.executeBlocking(() -> command.on(channel), false).onFailure(this::discard);
  }

  /** Declares on a channel of its own: a refusal must not take the consumers or confirms along. */
  Future<Void> declare(Topology topology) {
    return thread.executeBlocking(
        () -> {
          try (Channel apart = connection.createChannel()) {
            topology.declare(apart);
          }
          return null;
        },
        false);
  }

  /** Ends the session without a word to the broker, which then takes back all it had sent. */
  void discard(Throwable cause) {
    if (ended.tryComplete(cause)) {
      // On the general pool: our own thread may be the one stuck in a write to this socket.
      vertx.executeBlocking(this::cut, false);
    }
  }

  /** Ends the session in good order, within a bounded time. */
  Future<Void> close() {
    if (!ended.tryComplete(new IOException("closed by us"))) {
      return Future.succeededFuture();
    }
    return vertx.executeBlocking(
        () -> {
          connection.abort(CLOSE_MILLIS_MAX);
          return cut();
        },
        false);
  }

  private Void cut() throws IOException {
    socket.close();
    return null;
  }

  /** Something to do with the channel; may block. */
  @FunctionalInterface
  interface ChannelCommand<T> {
    T on(Channel channel) throws IOException;
  }
}
