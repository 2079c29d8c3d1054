package io.jangteo.events;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one {@link BrokerSession} in being: when it ends, the next one is opened after a pause. All
 * state belongs to the given context.
 *
 * @param <S> what it is a session for
 */
final class BrokerLink<S extends BrokerSession> {
  /** For each step of talking to the broker. */
  static final int TIMEOUT_MILLIS = 5_000;

  static final int HEARTBEAT_SECONDS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(BrokerLink.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final Context context;
  private final String name;
  private final Opener<S> opener;
  private final User<S> user;
  private final Backoff backoff;
  private final Clockwork clockwork;
  private final WorkerExecutor thread;
  private final Promise<Void> firstUp = Promise.promise();

  private volatile boolean up;
  private volatile boolean renewing;
  private boolean stopped;
  private S current;
  private Future<S> opening = Future.succeededFuture();
  private int failures;

  /**
   * @param firstPause upper bound of the pause after the first failure
   */
  BrokerLink(
      Vertx vertx,
      Context context,
      Clockwork clockwork,
      Duration firstPause,
      String name,
      Opener<S> opener,
      User<S> user) {
    this.vertx = vertx;
    this.context = context;
    this.name = name;
    this.opener = opener;
    this.user = user;
    this.clockwork = clockwork;
    this.backoff = new Backoff(firstPause, LONGEST_PAUSE);
    this.thread = vertx.createSharedWorkerExecutor("broker " + name, 1);
  }

  /** Succeeds when the first session is ready for use; keeps trying however long that takes. */
  Future<Void> start() {
    context.runOnContext(ignored -> connect());
    return firstUp.future();
  }

  /** Whether there is a session that is ready for use, or about to be after {@link #renew}. */
  boolean isUp() {
    return up || renewing;
  }

  /** Whether the last attempt to make a session ready has failed; in the context. */
  boolean isFailing() {
    return failures > 0;
  }

  /** Closes a session that is ready in good order and makes another; succeeds when it is closed. */
  Future<Void> renew() {
    S session = current;
    if (session == null || !up) {
      return Future.succeededFuture();
    }
    current = null;
    up = false;
    renewing = true;
    user.end(session);
    return session.close().onComplete(ignored -> connect());
  }

  /** Closes the session in good order; no other follows. */
  Future<Void> stop() {
    stopped = true;
    up = false;
    renewing = false;
    S session = current;
    current = null;
    Future<Void> closed = session == null ? Future.succeededFuture() : session.close();
    return closed.eventually(this::settled).eventually(thread::close);
  }

  /** A session that is being opened goes on with the thread; it closes itself when it is there. */
  private Future<Void> settled() {
    return clockwork.within(Duration.ofMillis(TIMEOUT_MILLIS), opening).otherwiseEmpty().mapEmpty();
  }

  private void connect() {
    if (stopped) {
      return;
    }
    Future<S> opened =
        opener.open(thread, "jangteo " + name).compose(session -> use(session).map(session));
    opening = opened;
    opened.onSuccess(this::ready).onFailure(this::connectLater);
  }

  private Future<Void> use(S session) {
    if (stopped) {
      return session.close();
    }
    current = session;
    session.ended().onSuccess(cause -> context.runOnContext(ignored -> ended(session, cause)));
    return user.begin(session).onFailure(session::discard);
  }

  private void ready(S session) {
    if (current != session || !session.isAlive()) {
      connectLater(new IOException("the session ended while it was made ready"));
      return;
    }
    failures = 0;
    up = true;
    renewing = false;
    firstUp.tryComplete();
    LOG.info("{}: connected to the broker", name);
  }

  private void ended(S session, Throwable cause) {
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
    renewing = false;
    if (stopped) {
      return;
    }
    failures++;
    long pause = backoff.pauseMillis(failures, clockwork);
    LOG.warn("{}: no broker session, next try in {} ms: {}", name, pause, cause.toString());
    vertx.timer(pause, TimeUnit.MILLISECONDS).onSuccess(ignored -> connect());
  }

  /** Makes a session. */
  @FunctionalInterface
  interface Opener<S extends BrokerSession> {
    /**
     * @param thread the link's own, on which blocking is allowed
     * @param name by which the broker knows the connection
     */
    Future<S> open(WorkerExecutor thread, String name);
  }

  /** What a link's sessions are for. */
  interface User<S extends BrokerSession> {
    /** Makes a new session ready; a failure ends it. */
    Future<Void> begin(S session);

    /** A session given to {@link #begin} is no more. */
    void end(S session);
  }
}
