package io.jangteo.events;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session of the relay, on the Java client itself: mandatory messages and their return, which the
 * Vert.x client does not offer, are what keeps a message from being confirmed and lost.
 *
 * <p>Commands run one after the other on the link's own thread, because the client blocks.
 */
final class AmqpPublishingSession implements PublishingSession {
  private static final Logger LOG = LoggerFactory.getLogger(AmqpPublishingSession.class);
  private static final int CLOSE_MILLIS_MAX = 2_000;

  private final Vertx vertx;
  private final WorkerExecutor thread;
  private final Connection connection;
  private final Channel channel;
  private final Socket socket;
  private final Promise<Throwable> ended = Promise.promise();

  private AmqpPublishingSession(
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
    // connection too, so that nothing is said on half a session.
    channel.addShutdownListener(cause -> context.runOnContext(ignored -> discard(cause)));
    connection.addShutdownListener(cause -> context.runOnContext(ignored -> discard(cause)));
  }

  /**
   * @param callbacks on which the client hands over confirms and returns; not owned
   */
  static Future<PublishingSession> open(
      Vertx vertx,
      Context context,
      BrokerConfig config,
      ExecutorService callbacks,
      WorkerExecutor thread,
      String name) {
    return thread.executeBlocking(
        () -> {
          AtomicReference<Socket> socket = new AtomicReference<>();
          BrokerNodes nodes = config.nodes();
          Connection connection =
              factory(nodes, callbacks, socket).newConnection(nodes.inAnyOrder(), name);
          try {
            return new AmqpPublishingSession(vertx, context, thread, connection, socket.get());
          } catch (IOException | RuntimeException e) {
            connection.abort(CLOSE_MILLIS_MAX);
            throw e;
          }
        },
        false);
  }

  private static ConnectionFactory factory(
      BrokerNodes nodes, ExecutorService callbacks, AtomicReference<Socket> socket)
      throws GeneralSecurityException {
    ConnectionFactory factory = nodes.factory();
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setConnectionTimeout(BrokerLink.TIMEOUT_MILLIS);
    factory.setHandshakeTimeout(BrokerLink.TIMEOUT_MILLIS);
    factory.setChannelRpcTimeout(BrokerLink.TIMEOUT_MILLIS);
    factory.setRequestedHeartbeat(BrokerLink.HEARTBEAT_SECONDS);
    factory.setSharedExecutor(callbacks);
    factory.setExceptionHandler(new Quiet());
    factory.setSocketConfigurator(factory.getSocketConfigurator().andThen(socket::set));
    return factory;
  }

  @Override
  public Future<Throwable> ended() {
    return ended.future();
  }

  @Override
  public <T> Future<T> run(ChannelCommand<T> command) {
    if (!isAlive()) {
      return Future.failedFuture(new IOException("the broker session has ended"));
    }
    return thread.executeBlocking(() -> command.on(channel), false).onFailure(this::discard);
  }

  @Override
  public Future<Void> declare(Topology topology) {
    return thread.executeBlocking(
        () -> {
          try (Channel apart = connection.createChannel()) {
            declare(topology, apart);
          }
          return null;
        },
        false);
  }

  private static void declare(Topology topology, Channel channel) throws IOException {
    for (Topology.Exchange exchange : topology.exchanges()) {
      channel.exchangeDeclare(exchange.name(), exchange.type(), true);
    }
    for (Topology.Queue queue : topology.queues()) {
      channel.queueDeclare(queue.name(), true, false, false, queue.arguments());
    }
    for (Topology.Binding binding : topology.bindings()) {
      channel.queueBind(binding.queue(), binding.exchange(), binding.key());
    }
  }

  @Override
  public void discard(Throwable cause) {
    if (ended.tryComplete(cause)) {
      // On the general pool: our own thread may be the one stuck in a write to this socket.
      vertx.executeBlocking(this::cut, false);
    }
  }

  @Override
  public Future<Void> close() {
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

  /** What ends a session is told to us as the end of it; no need to hear it twice. */
  private static final class Quiet extends ForgivingExceptionHandler {
    @Override
    protected void log(String message, Throwable e) {
      LOG.debug("{}", message, e);
    }
  }
}
