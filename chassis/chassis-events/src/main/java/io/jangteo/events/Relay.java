package io.jangteo.events;

import io.jangteo.events.RelayStore.Backlog;
import io.jangteo.persistence.Database;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the outbox rows of the shards it owns: those of one aggregate one at a time and in
 * order, and each until the broker has confirmed it. All state belongs to one context.
 */
final class Relay implements BrokerLink.User<PublishingSession>, Publisher.Outcome {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final long TICK_MILLIS = 50;
  private static final int TICKS_PER_SECOND = 20;
  private static final int TICKS_PER_MINUTE = 60 * TICKS_PER_SECOND;

  /** Whoever owns it purges: so only one does. */
  private static final int PURGING_SHARD = 0;

  private static final int FETCH = 500;
  private static final int FETCH_BELOW = 250;
  private static final int KNOWN_MAX = 2_000;
  private static final int MARK_AT = 200;
  private static final int BACKLOG_ROWS_MAX = 100_000;
  private static final long BACKLOG_SECONDS_MAX = 600;
  private static final Duration REDECLARE_PAUSE = Duration.ofSeconds(1);
  private static final Backoff REFUSED =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));

  private final Vertx vertx;
  private final Context context;
  private final Database database;
  private final BrokerConfig broker;
  private final String service;
  private final Set<String> mandatory;
  private final Topology topology;
  private final MessagingMeters meters;

  private final AtomicBoolean woken = new AtomicBoolean();
  private final Set<Integer> owned = new TreeSet<>();
  private final Map<Long, OutboxRow> waiting = new LinkedHashMap<>();
  private final Set<UUID> busy = new HashSet<>();
  private final Set<Long> known = new HashSet<>();
  private final List<OutboxRow> confirmed = new ArrayList<>();

  private RelayStore store;
  private boolean openingStore;
  private PublishingSession session;
  private Publisher publisher;
  private boolean wanted = true;
  private boolean fetching;
  private boolean marking;
  private boolean stopped;
  private int epoch;
  private long ticks;
  private long nextPoll;
  private int idlePolls;
  private long timer = -1;
  private long redeclareNotBefore;
  private volatile Backlog backlog = new Backlog(0, 0, 0);

  Relay(
      Vertx vertx,
      Context context,
      Database database,
      BrokerConfig broker,
      String service,
      Set<String> mandatory,
      Topology topology,
      MessagingMeters meters) {
    this.vertx = vertx;
    this.context = context;
    this.database = database;
    this.broker = broker;
    this.service = service;
    this.mandatory = mandatory;
    this.topology = topology;
    this.meters = meters;
    meters.backlog(() -> backlog);
  }

  void start() {
    context.runOnContext(
        ignored -> {
          openStore();
          timer = vertx.setPeriodic(TICK_MILLIS, id -> tick());
        });
  }

  /** To be called after a commit that left something to publish; from anywhere. */
  void wake() {
    if (woken.compareAndSet(false, true)) {
      context.runOnContext(
          ignored -> {
            woken.set(false);
            wanted = true;
            pump();
          });
    }
  }

  boolean acceptsMore() {
    Backlog sample = backlog;
    return sample.rows() <= BACKLOG_ROWS_MAX && sample.seconds() <= BACKLOG_SECONDS_MAX;
  }

  /** Succeeds when nothing waits any more that could be published, or at the deadline. */
  Future<Void> drain(long deadlineNanos) {
    if (System.nanoTime() > deadlineNanos) {
      return Future.succeededFuture();
    }
    wanted = true;
    pump();
    return sample()
        .otherwise(backlog)
        .compose(
            sample ->
                store != null && sample.rows() <= sample.unroutable() && known.isEmpty()
                    ? Future.succeededFuture()
                    : vertx
                        .timer(TICK_MILLIS, TimeUnit.MILLISECONDS)
                        .compose(ignored -> drain(deadlineNanos)));
  }

  /** Marks what is confirmed and gives up the shards. */
  Future<Void> stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    RelayStore last = store;
    if (last == null) {
      return Future.succeededFuture();
    }
    Future<Void> marked =
        confirmed.isEmpty() ? Future.succeededFuture() : last.markPublished(confirmed);
    return marked.otherwiseEmpty().eventually(last::close);
  }

  // The two sessions, each of which may come and go at any time.

  @Override
  public Future<Void> begin(PublishingSession begun) {
    Publisher next =
        new Publisher(context, begun, service, mandatory, broker.confirmTimeout(), this);
    return begun
        .declare(topology)
        .compose(ignored -> next.open())
        .onSuccess(
            ignored -> {
              if (begun.isAlive()) {
                session = begun;
                publisher = next;
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
      forget();
    }
  }

  private void openStore() {
    if (openingStore || store != null || stopped) {
      return;
    }
    openingStore = true;
    RelayStore.open(database, () -> context.runOnContext(ignored -> storeLost()))
        .onComplete(
            opened -> {
              openingStore = false;
              if (opened.succeeded()) {
                store = opened.result();
                lockShards();
              } else {
                LOG.warn("{}: relay has no database: {}", service, opened.cause().toString());
              }
            });
  }

  private void storeLost() {
    if (!stopped) {
      LOG.warn("{}: relay lost its database session and its shards", service);
    }
    store = null;
    owned.clear();
    forget();
  }

  /** What was on its way is in doubt: it will be read again, in order, and said again. */
  private void forget() {
    epoch++;
    waiting.clear();
    busy.clear();
    known.clear();
    confirmed.forEach(row -> known.add(row.id()));
  }

  private void lockShards() {
    Set<Integer> missing = RelayStore.allShards();
    missing.removeAll(owned);
    if (store == null || missing.isEmpty()) {
      return;
    }
    RelayStore asked = store;
    asked
        .lock(missing)
        .onSuccess(
            got -> {
              if (asked == store && !got.isEmpty()) {
                owned.addAll(got);
                LOG.info("{}: relay owns outbox shards {}", service, owned);
                wanted = true;
                pump();
              }
            });
  }

  // The clock.

  private void tick() {
    ticks++;
    if (publisher != null) {
      publisher.expire();
    }
    mark();
    if (ticks >= nextPoll) {
      wanted = true;
      pump();
    }
    if (ticks % TICKS_PER_SECOND == 0) {
      openStore();
      lockShards();
      sample();
    }
    if (ticks % TICKS_PER_MINUTE == 0 && store != null && owned.contains(PURGING_SHARD)) {
      store.purge(Retention.STANDARD).onFailure(error -> LOG.warn("{}: purge", service, error));
    }
  }

  private Future<Backlog> sample() {
    if (store == null) {
      return Future.failedFuture("no database session");
    }
    return store.backlog(BACKLOG_ROWS_MAX + 1).onSuccess(sample -> backlog = sample);
  }

  // From table to broker.

  private void pump() {
    if (publisher == null || store == null || owned.isEmpty() || stopped) {
      return;
    }
    publishWaiting();
    if (wanted && !fetching && waiting.size() < FETCH_BELOW && known.size() < KNOWN_MAX) {
      fetch();
    }
  }

  private void publishWaiting() {
    List<OutboxRow> next = new ArrayList<>();
    int room = publisher.room();
    Iterator<OutboxRow> rows = waiting.values().iterator();
    while (rows.hasNext() && next.size() < room) {
      OutboxRow row = rows.next();
      if (busy.add(row.aggregateId())) {
        rows.remove();
        next.add(row);
      }
    }
    if (!next.isEmpty()) {
      publisher.publish(next);
    }
  }

  private void fetch() {
    wanted = false;
    fetching = true;
    int asked = epoch;
    store
        .waiting(owned, known, FETCH)
        .onComplete(
            read -> {
              fetching = false;
              if (read.failed()) {
                LOG.warn("{}: outbox cannot be read: {}", service, read.cause().toString());
                pollLater(0);
              } else if (asked == epoch) {
                read.result().forEach(this::await);
                pollLater(read.result().size());
              } else {
                wanted = true;
              }
              pump();
            });
  }

  private void await(OutboxRow row) {
    known.add(row.id());
    waiting.put(row.id(), row);
  }

  private void pollLater(int found) {
    idlePolls = found == 0 ? Math.min(idlePolls + 1, 5) : 0;
    nextPoll = ticks + Math.min(1L << idlePolls, TICKS_PER_SECOND);
    wanted |= found == FETCH;
  }

  // From broker to table.

  @Override
  public void published(OutboxRow row, long nanos) {
    meters.published(nanos);
    busy.remove(row.aggregateId());
    confirmed.add(row);
  }

  @Override
  public void advanced() {
    if (confirmed.size() >= MARK_AT) {
      mark();
    }
    pump();
  }

  private void mark() {
    if (marking || confirmed.isEmpty() || store == null) {
      return;
    }
    marking = true;
    List<OutboxRow> rows = List.copyOf(confirmed);
    store
        .markPublished(rows)
        .onComplete(
            marked -> {
              marking = false;
              if (marked.failed()) {
                LOG.warn("{}: outbox cannot be marked: {}", service, marked.cause().toString());
              } else {
                settled(rows);
              }
            });
  }

  /** The rows are the head of the list: it only grows while they are being marked. */
  private void settled(List<OutboxRow> rows) {
    confirmed.subList(0, rows.size()).clear();
    rows.forEach(row -> known.remove(row.id()));
    pump();
  }

  @Override
  public void refused(OutboxRow row) {
    postpone(row, "REFUSED");
  }

  @Override
  public void unroutable(OutboxRow row) {
    alarm(row);
    postpone(row, "NO_ROUTE");
  }

  @Override
  public void explained(OutboxRow row) {
    alarm(row);
    if (store != null) {
      store.label(row, "NO_ROUTE");
    }
  }

  private void alarm(OutboxRow row) {
    meters.unrouted();
    LOG.error(
        "{}: nobody can hear {} {} though somebody subscribed to it: declaring the queues again",
        service,
        row.type(),
        row.eventId());
    long now = System.nanoTime();
    if (session != null && now - redeclareNotBefore > 0) {
      redeclareNotBefore = now + REDECLARE_PAUSE.toNanos();
      session
          .declare(topology)
          .onFailure(error -> LOG.error("{}: queues cannot be declared", service, error));
    }
  }

  /** Its aggregate stays busy until the table holds the later rows back. */
  private void postpone(OutboxRow row, String reason) {
    if (store == null) {
      return;
    }
    int asked = epoch;
    store
        .postpone(row, reason, REFUSED.pauseMillis(row.attempts() + 1))
        .onComplete(
            postponed -> {
              if (asked == epoch) {
                waiting.values().removeIf(later -> heldBack(later, row));
                known.remove(row.id());
                busy.remove(row.aggregateId());
              }
            });
  }

  private boolean heldBack(OutboxRow later, OutboxRow row) {
    boolean same = later.aggregateId().equals(row.aggregateId());
    if (same) {
      known.remove(later.id());
    }
    return same;
  }
}
