package io.jangteo.events;

import io.jangteo.events.BrokerConfig.BrokerKind;
import io.jangteo.events.RelayStore.Backlog;
import io.jangteo.runtime.crash.CrashPoint;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the outbox rows of the shards it owns: those of one aggregate one at a time and in
 * order, and each until the broker has confirmed it. All state belongs to one context.
 */
final class Relay
    implements BrokerLink.User<PublishingSession>, RelayShards.Owner, Publisher.Outcome {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

  /** Whoever owns it purges: so only one does. */
  private static final int PURGING_SHARD = 0;

  private static final int FETCH = 500;
  private static final int FETCH_BELOW = 250;
  private static final int KNOWN_MAX = 2_000;
  private static final int MARK_AT = 200;
  private static final Duration REDECLARE_PAUSE = Duration.ofSeconds(1);
  private static final Backoff REFUSED =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));

  private final Vertx vertx;
  private final Context context;
  private final Clockwork clockwork;
  private final BrokerConfig broker;
  private final String service;
  private final Set<String> mandatory;
  private final Topology topology;
  private final MessagingMeters meters;
  private final RelayShards shards;
  private final RelayClock clock;

  private final AtomicBoolean woken = new AtomicBoolean();
  private final RelayRows rows = new RelayRows();
  private final Refusals refusals;

  private PublishingSession session;
  private Publisher publisher;
  private boolean wanted = true;
  private boolean fetching;
  private boolean marking;
  private boolean stopped;
  private int epoch;
  private long redeclareNotBefore;
  private volatile Backlog backlog = new Backlog(0, 0, 0);
  private volatile boolean blocked;
  private volatile int unconfirmed;

  Relay(
      Vertx vertx,
      Context context,
      Clockwork clockwork,
      RelayStore.Opener store,
      BrokerConfig broker,
      String service,
      Set<String> mandatory,
      Topology topology,
      MessagingMeters meters) {
    this.vertx = vertx;
    this.context = context;
    this.clockwork = clockwork;
    this.broker = broker;
    this.service = service;
    this.mandatory = mandatory;
    this.topology = topology;
    this.meters = meters;
    this.shards = new RelayShards(context, store, service, this);
    this.clock = new RelayClock(vertx);
    this.refusals = new Refusals(clockwork);
    meters.backlog(() -> backlog);
    meters.publishing(() -> blocked, () -> unconfirmed);
  }

  void start() {
    context.runOnContext(
        ignored -> {
          shards.renew();
          clock.start(this::tick);
        });
  }

  /** To be called after a commit that left something to publish; from anywhere. */
  void wake() {
    CrashPoint.BEFORE_RELAY.pass();
    if (woken.compareAndSet(false, true)) {
      context.runOnContext(
          ignored -> {
            woken.set(false);
            wanted = true;
            pump();
          });
    }
  }

  /** As of the last second. */
  boolean hasRoom() {
    return broker.backlog().hasRoomBeside(backlog);
  }

  /** Succeeds when nothing waits any more that could be published, or at the deadline. */
  Future<Void> drain(long deadlineNanos) {
    if (clockwork.nanos() > deadlineNanos) {
      return Future.succeededFuture();
    }
    wanted = true;
    pump();
    return sample()
        .otherwise(backlog)
        .compose(
            sample ->
                shards.store() != null
                        && sample.rows() <= sample.unroutable()
                        && rows.known().isEmpty()
                    ? Future.succeededFuture()
                    : vertx
                        .timer(RelayClock.TICK_MILLIS, TimeUnit.MILLISECONDS)
                        .compose(ignored -> drain(deadlineNanos)));
  }

  /** Marks what is confirmed and gives up the shards. */
  Future<Void> stop() {
    stopped = true;
    clock.stop();
    shards.stop();
    Future<Void> marked =
        !rows.hasConfirmed(1) || shards.store() == null
            ? Future.succeededFuture()
            : shards.store().markPublished(rows.confirmed());
    return marked.otherwiseEmpty().eventually(shards::close);
  }

  // The two sessions, each of which may come and go at any time.

  @Override
  public Future<Void> begin(PublishingSession begun) {
    Publisher next =
        new Publisher(context, clockwork, begun, service, mandatory, broker.confirmTimeout(), this);
    return begun
        .declare(topology)
        .compose(ignored -> next.open())
        .onSuccess(
            ignored -> {
              if (begun.isAlive()) {
                session = begun;
                publisher = next;
                refusals.begin();
                wanted = true;
                pump();
              }
            });
  }

  @Override
  public void end(PublishingSession ended) {
    if (ended == session) {
      session = null;
      publisher = null;
      blocked = false;
      unconfirmed = 0;
      forget();
    }
  }

  @Override
  public void gained() {
    wanted = true;
    pump();
  }

  @Override
  public void lost() {
    forget();
  }

  private void forget() {
    epoch++;
    rows.forget();
  }

  // The clock.

  private void tick() {
    if (publisher != null) {
      publisher.expire();
      unconfirmed = publisher.unconfirmed();
    }
    mark();
    if (clock.isPollDue()) {
      wanted = true;
      pump();
    }
    if (clock.isSecond()) {
      shards.renew();
      sample();
    }
    if (clock.isMinute() && shards.store() != null && shards.owned().contains(PURGING_SHARD)) {
      shards
          .store()
          .purge(broker.retention())
          .onFailure(error -> LOG.warn("{}: purge", service, error));
    }
  }

  private Future<Backlog> sample() {
    if (shards.store() == null) {
      return Future.failedFuture("no database session");
    }
    return shards
        .store()
        .backlog(broker.backlog().countMax())
        .onSuccess(sample -> backlog = sample);
  }

  // From table to broker.

  private void pump() {
    if (!mayPublish()) {
      return;
    }
    List<OutboxRow> next = rows.next(publisher.room());
    if (!next.isEmpty()) {
      publisher.publish(next);
    }
    if (wanted && !fetching && rows.waiting() < FETCH_BELOW && rows.known().size() < KNOWN_MAX) {
      fetch();
    }
  }

  private boolean mayPublish() {
    return publisher != null
        && !publisher.isBlocked()
        && shards.store() != null
        && !shards.owned().isEmpty()
        && !stopped;
  }

  private void fetch() {
    wanted = false;
    fetching = true;
    int asked = epoch;
    shards
        .store()
        .waiting(shards.owned(), rows.known(), FETCH)
        .onComplete(
            read -> {
              fetching = false;
              if (read.failed()) {
                LOG.warn("{}: outbox cannot be read: {}", service, read.cause().toString());
                pollLater(0);
              } else if (asked == epoch) {
                rows.add(read.result());
                pollLater(read.result().size());
              } else {
                wanted = true;
              }
              pump();
            });
  }

  private void pollLater(int found) {
    clock.polled(found > 0);
    wanted |= found == FETCH;
  }

  // From broker to table.

  @Override
  public void published(OutboxRow row, long nanos) {
    meters.published(nanos);
    rows.confirmed(row);
  }

  @Override
  public void blocked(String reason) {
    blocked = true;
    LOG.warn("{}: the broker blocks publishers: {}", service, reason);
  }

  @Override
  public void unblocked() {
    blocked = false;
    wanted = true;
    LOG.info("{}: the broker lets us publish again", service);
  }

  @Override
  public void advanced() {
    if (rows.hasConfirmed(MARK_AT)) {
      mark();
    }
    pump();
  }

  private void mark() {
    if (marking || !rows.hasConfirmed(1) || shards.store() == null) {
      return;
    }
    marking = true;
    List<OutboxRow> done = rows.confirmed();
    CrashPoint.BEFORE_MARK.pass(done, OutboxRow::type);
    shards
        .store()
        .markPublished(done)
        .onComplete(
            marked -> {
              marking = false;
              if (marked.failed()) {
                LOG.warn("{}: outbox cannot be marked: {}", service, marked.cause().toString());
              } else {
                rows.marked(done);
                pump();
              }
            });
  }

  @Override
  public void refused(OutboxRow row) {
    postpone(row, "REFUSED");
    // The embedded broker refuses what it cannot route, and has yet to say so on this session.
    boolean explained = broker.kind() == BrokerKind.RABBITMQ;
    if (explained && session != null && session.isAlive() && refusals.refused()) {
      session.discard(new IOException("the broker refuses " + row.type()));
    }
  }

  @Override
  public void unroutable(OutboxRow row) {
    alarm(row);
    postpone(row, "NO_ROUTE");
  }

  @Override
  public void explained(OutboxRow row) {
    alarm(row);
    if (shards.store() != null) {
      shards.store().label(row, "NO_ROUTE");
    }
  }

  private void alarm(OutboxRow row) {
    meters.unrouted();
    LOG.error(
        "{}: nobody can hear {} {} though somebody subscribed to it: declaring the queues again",
        service,
        row.type(),
        row.eventId());
    long now = clockwork.nanos();
    if (session != null && now - redeclareNotBefore > 0) {
      redeclareNotBefore = now + REDECLARE_PAUSE.toNanos();
      session
          .declare(topology)
          .onFailure(error -> LOG.error("{}: queues cannot be declared", service, error));
    }
  }

  /** Its aggregate stays busy until the table holds the later rows back. */
  private void postpone(OutboxRow row, String reason) {
    if (shards.store() == null) {
      return;
    }
    int asked = epoch;
    shards
        .store()
        .postpone(row, reason, REFUSED.pauseMillis(row.attempts() + 1, clockwork))
        .onComplete(
            postponed -> {
              if (asked == epoch) {
                rows.heldBack(row);
              }
            });
  }
}
