package io.jangteo.events;

import io.jangteo.events.RelayStore.Backlog;
import io.jangteo.runtime.crash.CrashPoint;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the outbox rows of the partitions that are this instance's: those of one aggregate one
 * at a time and in order, and each until the broker has confirmed it. All state belongs to one
 * context.
 */
final class Relay implements BrokerLink.User<PublishingSession>, Share.Worker, Publisher.Outcome {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

  /** Whoever owns it purges: so only one does. */
  private static final int PURGING_PARTITION = 0;

  private static final int FETCH = 500;
  private static final int FETCH_BELOW = 250;
  private static final int KNOWN_MAX = 2_000;
  private static final int MARK_AT = 200;

  private final Vertx vertx;
  private final Context context;
  private final Clockwork clockwork;
  private final BrokerConfig broker;
  private final String service;
  private final Set<String> mandatory;
  private final Topology topology;
  private final MessagingMeters meters;
  private final Share share;
  private final RelayClock clock;

  private final WakeUps wakeUps;
  private final RelayRows rows = new RelayRows();
  private final Undelivered undelivered;

  private PublishingSession session;
  private Publisher publisher;
  private Set<Integer> shards = Set.of();
  private boolean wanted = true;
  private boolean fetching;
  private boolean marking;
  private boolean stopped;
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
    this.share = new Share(context, store, service, this);
    this.wakeUps = new WakeUps(vertx, context, share, this::told);
    this.clock = new RelayClock(vertx);
    this.undelivered =
        new Undelivered(clockwork, broker.kind(), service, topology, meters, share, rows);
    meters.backlog(() -> backlog);
    meters.publishing(() -> blocked, () -> unconfirmed);
    meters.partitions(() -> Integer.bitCount(share.mask()));
  }

  void start() {
    context.runOnContext(
        ignored -> {
          share.renew();
          clock.start(this::tick);
        });
  }

  Share share() {
    return share;
  }

  /**
   * To be called after a commit, from anywhere.
   *
   * @param left the partitions in which it left something to publish, see {@link Partitions#mask}
   */
  void wake(int left) {
    if (left != 0) {
      CrashPoint.BEFORE_RELAY.pass();
      wakeUps.wake(left);
    }
  }

  /** Some instance left something to publish. */
  void told(int left) {
    if ((left & share.mask()) != 0) {
      wanted = true;
      pump();
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
                share.store() != null
                        && sample.rows() <= sample.unroutable()
                        && rows.known().isEmpty()
                    ? Future.succeededFuture()
                    : vertx
                        .timer(RelayClock.TICK_MILLIS, TimeUnit.MILLISECONDS)
                        .compose(ignored -> drain(deadlineNanos)));
  }

  /** Marks what is confirmed and gives up the partitions. */
  Future<Void> stop() {
    stopped = true;
    clock.stop();
    share.stop();
    Future<Void> marked =
        !rows.hasConfirmed(1) || share.store() == null
            ? Future.succeededFuture()
            : share.store().markPublished(rows.confirmed());
    return marked.otherwiseEmpty().eventually(share::close);
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
                undelivered.begin(begun);
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
      undelivered.end();
      rows.forget();
    }
  }

  @Override
  public Future<Void> own(Set<Integer> owned) {
    Set<Integer> left = new TreeSet<>(shards);
    shards = Partitions.shardsOf(owned);
    left.removeAll(shards);
    rows.dropWaiting(left);
    wanted = true;
    pump();
    return whenAllAreMarked(left);
  }

  /** What is on its way is confirmed and marked, or in doubt and nobody's. */
  private Future<Void> whenAllAreMarked(Set<Integer> left) {
    return stopped || share.store() == null || !rows.hasAny(left)
        ? Future.succeededFuture()
        : vertx
            .timer(RelayClock.TICK_MILLIS, TimeUnit.MILLISECONDS)
            .compose(ignored -> whenAllAreMarked(left));
  }

  /** Whatever was read through the database session is in doubt. */
  void lost() {
    shards = Set.of();
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
    if (clock.isHalfSecond()) {
      share.renew();
    }
    if (clock.isSecond()) {
      sample();
    }
    if (clock.isMinute() && share.store() != null && shards.contains(PURGING_PARTITION)) {
      share
          .store()
          .purge(broker.retention())
          .onFailure(error -> LOG.warn("{}: purge", service, error));
    }
  }

  private Future<Backlog> sample() {
    if (share.store() == null) {
      return Future.failedFuture("no database session");
    }
    return share.store().backlog(broker.backlog().countMax()).onSuccess(sample -> backlog = sample);
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
        && share.store() != null
        && !shards.isEmpty()
        && !stopped;
  }

  private void fetch() {
    wanted = false;
    fetching = true;
    int asked = rows.generation();
    share
        .store()
        .waiting(shards, rows.known(), FETCH)
        .onComplete(
            read -> {
              fetching = false;
              if (read.failed()) {
                LOG.warn("{}: outbox cannot be read: {}", service, read.cause().toString());
                pollLater(0);
              } else if (asked == rows.generation()) {
                // Those that have been given up meanwhile are others' to publish.
                rows.add(read.result(), shards);
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
    if (marking || !rows.hasConfirmed(1) || share.store() == null) {
      return;
    }
    marking = true;
    List<OutboxRow> done = rows.confirmed();
    CrashPoint.BEFORE_MARK.pass(done, OutboxRow::type);
    share
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
    undelivered.refused(row);
  }

  @Override
  public void unroutable(OutboxRow row) {
    undelivered.unroutable(row);
  }

  @Override
  public void explained(OutboxRow row) {
    undelivered.explained(row);
  }
}
