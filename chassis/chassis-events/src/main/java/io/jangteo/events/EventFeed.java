package io.jangteo.events;

import io.jangteo.contracts.MessageType;
import io.jangteo.events.BrokerConfig.BrokerKind;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Tells one process of events as they are published, through a queue of its own that lives as long
 * as its session. No inbox and no database: for one who is content to know of what it has missed
 * only that it has, such as a cache.
 *
 * <p>Everything is told on the context this was made in, and is to be asked for there.
 */
public final class EventFeed {
  private static final int WATCH_SECONDS = 5;

  /** Beyond it the oldest are dropped: a process that stands still must not fill the broker. */
  private static final long QUEUE_BYTES_MAX = 64L << 20;

  private final Context context;
  private final BrokerConfig broker;
  private final String name;
  private final Listener listener;
  private final BrokerLink<AmqpConsumingSession> link;
  private Set<Source> wanted = Set.of();
  private Live live;
  private boolean stopped;

  /** A type of event of one owner. */
  public record Source(String owner, String type) {
    private Topology.Exchange exchange() {
      return new Topology.Exchange(
          MessageType.event(owner, type, Object.class).exchange(), "topic");
    }
  }

  /** Who is told. */
  public interface Listener {
    /**
     * From now on every event of these is told, until this is called again. Whatever was published
     * before may have been missed. Empty while there is no session.
     */
    void listening(Set<Source> sources);

    /**
     * An event that was published, at least once and in the order of its aggregate.
     *
     * @param payload empty when nobody can read it
     */
    void event(String type, Optional<Buffer> payload);
  }

  /** A session with its queue and what is bound to it so far. */
  private static final class Live {
    private final AmqpConsumingSession session;
    private final String queue;
    private final Set<Source> bound = new HashSet<>();
    private boolean ready;
    private Future<Void> binding = Future.succeededFuture();

    private Live(AmqpConsumingSession session, String queue) {
      this.session = session;
      this.queue = queue;
    }
  }

  private EventFeed(Vertx vertx, BrokerConfig broker, String name, Listener listener) {
    this.context = vertx.getOrCreateContext();
    this.broker = broker;
    this.name = name;
    this.listener = listener;
    this.link =
        new BrokerLink<>(
            vertx,
            context,
            Clockwork.REAL,
            broker.reconnectPause(),
            name,
            (thread, connection) -> AmqpConsumingSession.open(vertx, broker, thread, connection),
            new SessionUser());
  }

  /**
   * Connects now and whenever the connection is lost.
   *
   * @param name of who listens, for the broker's operators
   */
  public static EventFeed start(Vertx vertx, BrokerConfig broker, String name, Listener listener) {
    EventFeed feed = new EventFeed(vertx, broker, name, listener);
    feed.link.start();
    return feed;
  }

  /** Also listens to these from now on; the listener is told when that is so. */
  public void follow(Set<Source> sources) {
    wanted = Set.copyOf(sources);
    if (live != null && live.ready) {
      bind(live);
    }
  }

  /** Closes the session; nothing is told any more. */
  public Future<Void> stop() {
    stopped = true;
    return link.stop();
  }

  private Future<Void> bind(Live to) {
    to.binding = to.binding.compose(ignored -> bindMissing(to));
    return to.binding;
  }

  private Future<Void> bindMissing(Live to) {
    Set<Source> missing =
        wanted.stream().filter(source -> !to.bound.contains(source)).collect(Collectors.toSet());
    Future<Void> done = Future.succeededFuture();
    for (Source source : missing) {
      done =
          done.compose(
              ignored -> to.session.bind(to.queue, source.exchange(), source.type() + ".*"));
    }
    return done.onSuccess(
        ignored -> {
          to.bound.addAll(missing);
          tell(to, missing);
        });
  }

  private void tell(Live to, Set<Source> added) {
    if (to == live && !stopped && to.session.isAlive() && !added.isEmpty()) {
      listener.listening(Set.copyOf(to.bound));
    }
  }

  private void received(Live from, List<Delivery> deliveries) {
    if (from != live || stopped) {
      return;
    }
    Set<String> types = from.bound.stream().map(Source::type).collect(Collectors.toSet());
    try {
      deliveries.forEach(delivery -> tell(Envelope.decode(delivery, types)));
      from.session.acknowledge(deliveries.get(deliveries.size() - 1).tag());
    } catch (RuntimeException e) {
      from.session.discard(e);
    }
  }

  private void tell(Letter letter) {
    if (letter instanceof Letter.Readable readable) {
      listener.event(readable.message().type(), Optional.of(readable.message().payload()));
    } else if (letter instanceof Letter.Unreadable unreadable) {
      listener.event(unreadable.type(), Optional.empty());
    }
  }

  private Map<String, Object> arguments() {
    return broker.kind() == BrokerKind.RABBITMQ
        ? Map.of("x-max-length-bytes", QUEUE_BYTES_MAX)
        : Map.of();
  }

  /** RabbitMQ tells a consumer that its queue is gone, the embedded broker has to be asked. */
  private void watch(Live watched) {
    if (broker.kind() == BrokerKind.QPID) {
      context
          .owner()
          .timer(WATCH_SECONDS, TimeUnit.SECONDS)
          .compose(
              ignored ->
                  watched == live && !stopped
                      ? watched.session.declareOwn(watched.queue, arguments())
                      : Future.failedFuture("no longer of interest"))
          .onSuccess(consumers -> goOnWatching(watched, consumers));
    }
  }

  private void goOnWatching(Live watched, int consumers) {
    if (consumers == 0) {
      watched.session.discard(new IOException("nobody consumes " + watched.queue + " any more"));
    } else {
      watch(watched);
    }
  }

  private final class SessionUser implements BrokerLink.User<AmqpConsumingSession> {
    @Override
    public Future<Void> begin(AmqpConsumingSession session) {
      String queue = "jangteo." + name.replace(' ', '-') + "." + UUID.randomUUID();
      Live begun = new Live(session, queue);
      live = begun;
      Mailbox<Delivery> mailbox = new Mailbox<>(context, deliveries -> received(begun, deliveries));
      return session
          .declareOwn(queue, arguments())
          .compose(ignored -> session.prefetch(broker.prefetch()))
          .compose(ignored -> session.consume(queue, mailbox))
          .compose(ignored -> bind(begun))
          .onSuccess(ignored -> begun(begun));
    }

    /** What was asked for while this was under way is still to be bound. */
    private void begun(Live begun) {
      begun.ready = true;
      bind(begun);
      watch(begun);
    }

    @Override
    public void end(AmqpConsumingSession session) {
      if (live != null && live.session == session) {
        live = null;
        if (!stopped) {
          listener.listening(Set.of());
        }
      }
    }
  }
}
