package io.jangteo.events;

import io.jangteo.events.RelayStore.Look;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which partitions this instance of a service works on, and the database session they are owned
 * through: both come and go together. Whoever owns a partition consumes its queue of every
 * subscription and publishes its part of the outbox. All state belongs to one context.
 */
final class Share implements RelayStore.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Share.class);

  /** Looks in a row in which something was due to others before it is given up. */
  private static final int GIVE_AFTER = 2;

  /** Looks in a row in which we could not work before we say so: a broker may start again. */
  private static final int WITHDRAW_AFTER = 4;

  private final Context context;
  private final RelayStore.Opener opener;
  private final String service;
  private final Relay relay;
  private final List<Worker> workers = new ArrayList<>();
  private Set<Integer> owned = Set.of();
  private volatile int mask;
  private Set<Integer> before = Set.of();

  private BooleanSupplier able = () -> true;
  private boolean opening;
  private boolean stopped;

  // Of the session.
  private RelayStore store;
  private Look last = Look.NOBODY;
  private boolean looking;
  private boolean lookAgain;
  private boolean giving;
  private boolean announced;
  private boolean settled;
  private int unableSeen;
  private int surplusSeen;

  Share(Context context, RelayStore.Opener opener, String service, Relay relay) {
    this.context = context;
    this.opener = opener;
    this.service = service;
    this.relay = relay;
    workers.add(relay);
  }

  /** One more who is to be told what is ours. */
  void add(Worker worker) {
    workers.add(worker);
  }

  /**
   * @param ready whether we can work on partitions just now; after a while without, those that are
   *     ours go to others who can
   */
  void ableWhile(BooleanSupplier ready) {
    able = ready;
  }

  /** The session, or null while there is none. */
  RelayStore store() {
    return store;
  }

  /** What is ours, see {@link Partitions#mask}; from any thread. */
  int mask() {
    return mask;
  }

  /** Whether others are there who could work on partitions, as of the last look. */
  boolean hasPeers() {
    return last.hasOthers();
  }

  /** Opens the session when there is none; else sees what is to be taken or given up. */
  void renew() {
    if (store != null) {
      look();
    } else if (!opening && !stopped) {
      open();
    }
  }

  private void open() {
    opening = true;
    opener
        .open(this)
        .onComplete(
            opened -> {
              opening = false;
              if (opened.succeeded()) {
                begin(opened.result());
              } else {
                LOG.warn("{}: relay has no database: {}", service, opened.cause().toString());
              }
            });
  }

  private void begin(RelayStore opened) {
    store = opened;
    last = Look.NOBODY;
    looking = false;
    giving = false;
    announced = false;
    settled = false;
    unableSeen = 0;
    surplusSeen = 0;
    look();
  }

  @Override
  public void lost() {
    context.runOnContext(ignored -> forget());
  }

  /**
   * Consumers go on until it is seen who has what was ours: the broker lets one of us consume a
   * queue at a time.
   */
  private void forget() {
    if (!stopped) {
      LOG.warn("{}: relay lost its database session and its partitions", service);
    }
    store = null;
    before = owned;
    become(Set.of());
    relay.lost();
  }

  @Override
  public void told(int partitions) {
    context.runOnContext(ignored -> relay.told(partitions));
  }

  @Override
  public void freed() {
    context.runOnContext(ignored -> look());
  }

  private void look() {
    if (store == null || stopped) {
      return;
    }
    lookAgain = looking || giving;
    if (lookAgain) {
      return;
    }
    looking = true;
    RelayStore asked = store;
    announce(asked)
        .compose(ignored -> asked.look())
        .compose(seen -> asked == store ? decide(asked, seen) : Future.succeededFuture())
        .onComplete(ignored -> looked(asked));
  }

  private void looked(RelayStore asked) {
    if (asked == store) {
      looking = false;
      if (lookAgain) {
        look();
      }
    }
  }

  /** Says, when that has changed, that we can work or cannot. */
  private Future<Void> announce(RelayStore asked) {
    boolean ready = able.getAsBoolean();
    unableSeen = ready ? 0 : unableSeen + 1;
    if (ready == announced || !ready && unableSeen < WITHDRAW_AFTER) {
      return Future.succeededFuture();
    }
    announced = ready;
    return asked.announce(ready);
  }

  private Future<Void> decide(RelayStore asked, Look seen) {
    last = seen;
    FairShare due = FairShare.of(seen, owned, before);
    FairShare share = settled ? due : due.again(before);
    surplusSeen = share.give().isEmpty() ? 0 : surplusSeen + 1;
    if (surplusSeen >= GIVE_AFTER) {
      surplusSeen = 0;
      give(share.give());
    }
    Future<Set<Integer>> taken =
        share.take().isEmpty() ? Future.succeededFuture(Set.of()) : asked.lock(share.take());
    return taken.map(
        got -> {
          if (asked == store) {
            take(got);
          }
          return null;
        });
  }

  /** After the first look of a session also when nothing was got: others may have what was ours. */
  private void take(Set<Integer> got) {
    if (!got.isEmpty() || !settled) {
      settled = true;
      Set<Integer> more = new TreeSet<>(owned);
      more.addAll(got);
      become(more);
      LOG.info("{}: works on partitions {}", service, owned);
      tellWorkers();
    }
  }

  private void become(Set<Integer> partitions) {
    owned = Collections.unmodifiableSet(partitions);
    mask = Partitions.mask(partitions);
  }

  private Future<Void> tellWorkers() {
    return Future.join(workers.stream().map(worker -> worker.own(owned)).toList()).mapEmpty();
  }

  /** Succeeds when others may have them. */
  private Future<Void> give(Set<Integer> partitions) {
    RelayStore from = store;
    giving = true;
    Set<Integer> fewer = new TreeSet<>(owned);
    fewer.removeAll(partitions);
    become(fewer);
    LOG.info("{}: leaves partitions {} to others and keeps {}", service, partitions, owned);
    return tellWorkers()
        .otherwiseEmpty()
        .compose(ignored -> from == store ? from.unlock(partitions) : Future.succeededFuture())
        .onComplete(ignored -> given(from));
  }

  private void given(RelayStore from) {
    if (from == store) {
      giving = false;
      look();
    }
  }

  /** Leaves everything to those who are there, and takes nothing any more. */
  Future<Void> giveAll() {
    stopped = true;
    return store == null
        ? Future.succeededFuture()
        : store.announce(false).compose(ignored -> give(owned));
  }

  /** From now on no session is opened and nothing is taken. */
  void stop() {
    stopped = true;
  }

  /** Gives up what is still ours, in whatever state it is. */
  Future<Void> close() {
    return store == null ? Future.succeededFuture() : store.close();
  }

  /** Works on partitions. */
  @FunctionalInterface
  interface Worker {
    /** Succeeds when nothing is done any more for any but these. */
    Future<Void> own(Set<Integer> partitions);
  }
}
