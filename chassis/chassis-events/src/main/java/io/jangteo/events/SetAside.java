package io.jangteo.events;

import io.jangteo.contracts.Subscription;
import io.jangteo.persistence.Database;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What of a service's messages has come to rest, on its tables and at the broker, and what
 * operators can do about it.
 */
final class SetAside {
  /** Twice as old as a session of ours may be idle in a transaction. */
  private static final Duration OLD = Duration.ofMinutes(1);

  private final Map<String, Redelivery> redeliveries = new LinkedHashMap<>();
  private final Map<String, DeadLetters.Parking> parkings = new LinkedHashMap<>();
  private final Context context;
  private final Database database;
  private final MessagingMeters meters;
  private final ParkedMessages parked;
  private final OutboxReplay replay;
  private final ParkedWatch watch;
  private final OldTransactions old;
  private DeadLetters deadLetters;
  private BrokerLink<PublishingSession> deadLink;

  /**
   * @param wakeRelay called when there is something to publish
   */
  SetAside(
      Context context,
      Database database,
      BrokerConfig broker,
      MessagingMeters meters,
      Runnable wakeRelay) {
    this.context = context;
    this.database = database;
    this.meters = meters;
    Pace pace = new Pace(context.owner(), broker.replayRate());
    this.parked = new ParkedMessages(database, redeliveries, pace, wakeRelay);
    this.replay = new OutboxReplay(database, pace, wakeRelay);
    this.watch = new ParkedWatch(context.owner(), database, meters);
    this.old = new OldTransactions(context.owner(), database, meters, OLD);
  }

  /** Has the queue's messages handled again by the one that handles them the first time. */
  void add(
      String queue,
      Set<String> types,
      Inbox inbox,
      BatchTransaction transaction,
      MessageHandler handler) {
    redeliveries.put(queue, new Redelivery(types, transaction, handler));
    parkings.put(queue, new DeadLetters.Parking(inbox, types));
  }

  /**
   * Also fetches what the broker gave up.
   *
   * @param known all subscriptions there are
   * @param linked makes the link of its sessions
   */
  void fetchDeadLetters(
      String service,
      List<Subscription> known,
      Function<DeadLetters, BrokerLink<PublishingSession>> linked) {
    deadLetters = new DeadLetters(context, database, service, known, parkings, meters);
    deadLink = linked.apply(deadLetters);
  }

  ParkedMessages parked() {
    return parked;
  }

  OutboxReplay replay() {
    return replay;
  }

  /** How many dead letters on the broker are for no service, as of a moment ago. */
  int unowned() {
    return deadLetters == null ? 0 : deadLetters.unowned();
  }

  /** Nobody waits for the dead letters: they have time. */
  void start() {
    watch.start();
    old.start();
    if (deadLink != null) {
      deadLink.start();
    }
  }

  void stopWatching() {
    watch.stop();
    old.stop();
  }

  Future<Void> stop() {
    return deadLink == null ? Future.succeededFuture() : deadLink.stop();
  }
}
