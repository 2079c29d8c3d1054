package io.jangteo.events;

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
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one {@link BrokerSession} in being: when it ends, the next one is opened after a pause. All
 * state belongs to the given context.
 */
final class BrokerLink {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerLink.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int HEARTBEAT_SECONDS = 5;

  private final Vertx vertx;
  private final Context context;
  private final BrokerConfig config;
  private final String name;
  private final ExecutorService callbacks;
  private final User user;
  private final Backoff backoff;
  private final WorkerExecutor thread;
  private final Promise<Void> firstUp = Promise.promise();

  private volatile boolean up;
  private boolean stopped;
  private BrokerSession current;
  private int failures;

  /**
   * @param callbacks on which the client hands over deliveries; not owned
   */
  BrokerLink(
      Vertx vertx,
      Context context,
      BrokerConfig config,
      String name,
      ExecutorService callbacks,
      User user) {
    this.vertx = vertx;
    this.context = context;
    this.config = config;
    this.name = name;
    this.callbacks = callbacks;
    this.user = user;
    this.backoff = new Backoff(config.reconnectPause(), LONGEST_PAUSE);
    this.thread = vertx.createSharedWorkerExecutor("broker " + name, 1);
  }

  /** Succeeds when the first session is ready for use; keeps trying however long that takes. */
  Future<Void> start() {
    context.runOnContext(ignored -> connect());
    return firstUp.future();
  }

  /** Whether there is a session that is ready for use. */
  boolean isUp() {
    return up;
  }

  /** Closes the session in good order; no other follows. */
  Future<Void> stop() {
    stopped = true;
    up = false;
    BrokerSession session = current;
    current = null;
    Future<Void> closed = session == null ? Future.succeededFuture() : session.close();
    return closed.eventually(thread::close);
  }

  private void connect() {
    if (stopped) {
      return;
    }
    open()
        .compose(session -> use(session).map(session))
        .onSuccess(this::ready)
        .onFailure(this::connectLater);
  }

  private Future<BrokerSession> open() {
    return thread.executeBlocking(
        () -> {
          AtomicReference<Socket> socket = new AtomicReference<>();
          Connection connection = factory(socket).newConnection("jangteo " + name);
          return new BrokerSession(vertx, context, thread, connection, socket.get());
        },
        false);
  }

  private Future<Void> use(BrokerSession session) {
    if (stopped) {
      return session.close();
    }
    current = session;
    // It may end on any thread.
    session.ended().onSuccess(cause -> context.runOnContext(ignored -> ended(session, cause)));
    return user.begin(session).onFailure(session::discard);
  }

  private void ready(BrokerSession session) {
    if (current != session || !session.isAlive()) {
      connectLater(new IOException("the session ended while it was made ready"));
      return;
    }
    failures = 0;
    up = true;
    firstUp.tryComplete();
    LOG.info("{}: connected to the broker", name);
  }

  private void ended(BrokerSession session, Throwable cause) {
    if (current != session) {
      return;
    }
    boolean wasUp = up;
    current = null;
    up = false;
    user.end(session);
    // While a session is being prepared, connect() sees the failure itself.
    if (wasUp) {
      connectLater(cause);
    }
  }

  private void connectLater(Throwable cause) {
    if (stopped) {
      return;
    }
    failures++;
    long pause = backoff.pauseMillis(failures);
    LOG.warn("{}: no broker session, next try in {} ms: {}", name, pause, cause.toString());
    vertx.timer(pause, TimeUnit.MILLISECONDS).onSuccess(ignored -> connect());
  }

  private ConnectionFactory factory(AtomicReference<Socket> socket) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(config.uri().value());
    if (factory.isSSL()) {
      // What setUri chose trusts every certificate.
      factory.useSslProtocol(javax.net.ssl.SSLContext.getDefault());
      factory.enableHostnameVerification();
    }
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setConnectionTimeout(TIMEOUT_MILLIS);
    factory.setHandshakeTimeout(TIMEOUT_MILLIS);
    factory.setChannelRpcTimeout(TIMEOUT_MILLIS);
    factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
    factory.setSharedExecutor(callbacks);
    factory.setExceptionHandler(new Quiet());
    factory.setSocketConfigurator(factory.getSocketConfigurator().andThen(socket::set));
    return factory;
  }

  /** What ends a session is told to us as the end of it; no need to hear it twice. */
  private static final class Quiet extends ForgivingExceptionHandler {
    @Override
    protected void log(String message, Throwable e) {
      LOG.debug("{}", message, e);
    }
  }

  /** What a link's sessions are for. */
  interface User {
    /** Makes a new session ready; a failure ends it. */
    Future<Void> begin(BrokerSession session);

    /** A session given to {@link #begin} is no more. */
    void end(BrokerSession session);
  }
}
