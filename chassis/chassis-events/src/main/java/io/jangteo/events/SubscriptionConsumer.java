package io.jangteo.events;

import io.jangteo.contracts.Subscription;
import io.jangteo.events.BrokerConfig.BrokerKind;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Consumes those of the partition queues of one subscription that are this instance's: whatever has
 * come in while a batch was being processed is the next batch. Acknowledges after the commit, and
 * only in the session the deliveries came through. All state belongs to one context.
 *
 * <p>Other queues mean another session: the broker puts back what was delivered and not begun, each
 * to its place, in one step with making another consumer active. When a consumer is cancelled
 * instead, what it holds stays behind what others are given meanwhile.
 */
final class SubscriptionConsumer implements BrokerLink.User<ConsumingSession>, Share.Worker {
  private static final int BATCH_MAX = 256;
  private static final int WATCH_SECONDS = 3;

  private final Context context;
  private final BrokerConfig broker;
  private final Subscription subscription;
  private final Topology topology;
  private final BatchRunner runner;
  private final Deque<Delivery> pending = new ArrayDeque<>();

  private Supplier<Future<Void>> renewLink = Future::succeededFuture;
  private Set<Integer> wanted = Set.of();
  private boolean stopping;

  // Of the session; what is wanted may have changed since it began.
  private ConsumingSession session;
  private Set<Integer> consumed = Set.of();
  private boolean complete;

  private boolean renewing;
  private Future<Void> inHand = Future.succeededFuture();
  private Future<Void> acknowledged = Future.succeededFuture();
  private Future<Void> renewal = Future.succeededFuture();

  SubscriptionConsumer(
      Context context, BrokerConfig broker, Subscription subscription, BatchRunner runner) {
    this.context = context;
    this.broker = broker;
    this.subscription = subscription;
    this.topology = Topology.ofConsumer(broker.kind(), subscription);
    this.runner = runner;
  }

  /**
   * @param renew closes the session in good order and begins another
   */
  void renewWith(Supplier<Future<Void>> renew) {
    renewLink = renew;
  }

  @Override
  public Future<Void> own(Set<Integer> partitions) {
    wanted = partitions;
    ConsumingSession now = session;
    if (stopping || now == null) {
      return quiet();
    }
    if (complete) {
      return consumed.equals(wanted) ? quiet() : renewed();
    }
    // One that is being made ready for fewer is renewed when it is.
    return wanted.containsAll(consumed) ? quiet() : now.close().compose(ignored -> quiet());
  }

  /** Succeeds when the session that is there now is closed, and nothing of it is in hand. */
  private Future<Void> renewed() {
    if (!renewing) {
      ConsumingSession old = session;
      renewing = true;
      pending.clear();
      renewal =
          quiet()
              .compose(ignored -> old == session ? renewLink.get() : Future.succeededFuture())
              .onComplete(ignored -> renewing = false);
    }
    return renewal;
  }

  /** Succeeds when no batch is in hand and what was done is acknowledged. */
  private Future<Void> quiet() {
    return inHand.compose(ignored -> acknowledged.otherwiseEmpty());
  }

  /** A session that opens while this is being stopped is refused, and consumes nothing. */
  @Override
  public Future<Void> begin(ConsumingSession begun) {
    if (stopping) {
      return Future.failedFuture("stopping");
    }
    session = begun;
    consumed = wanted;
    return begun
        .declare(topology)
        .compose(ignored -> consume(begun))
        .onSuccess(ignored -> complete(begun));
  }

  /** Only now: see {@link ConsumingSession#consume}. */
  private void complete(ConsumingSession begun) {
    if (begun == session && begun.isAlive()) {
      complete = true;
      watch(begun, Set.of());
      next();
      // When the link knows that it is ready; what is ours may have changed meanwhile.
      context.runOnContext(ignored -> own(wanted));
    }
  }

  /**
   * A queue deleted and declared again by somebody else has no consumer, and the broker's word of
   * it is not to be relied on: the embedded broker gives none, and RabbitMQ's is lost now and then
   * when the publisher declares the queue at once. Asked twice, for a quorum queue that is slow
   * just then counts no consumers.
   *
   * @param suspects had no consumer when last asked
   */
  private void watch(ConsumingSession begun, Set<String> suspects) {
    context
        .owner()
        .timer(WATCH_SECONDS, TimeUnit.SECONDS)
        .compose(ignored -> stopping ? Future.failedFuture("stopping") : begun.unheard(topology))
        .onSuccess(unheard -> judge(begun, suspects, unheard));
  }

  private void judge(ConsumingSession begun, Set<String> suspects, Set<String> unheard) {
    Set<String> deaf = new TreeSet<>(unheard);
    deaf.retainAll(suspects);
    deaf.retainAll(consumed.stream().map(subscription::queue).toList());
    if (deaf.isEmpty()) {
      watch(begun, unheard);
    } else {
      begun.discard(new IOException("nobody consumes " + deaf + " any more"));
    }
  }

  @Override
  public void end(ConsumingSession ended) {
    if (ended == session) {
      session = null;
      consumed = Set.of();
      complete = false;
      pending.clear();
    }
  }

  /** Succeeds when the batch in hand is finished; what else was delivered goes back. */
  Future<Void> stop() {
    stopping = true;
    pending.clear();
    runner.stop();
    return quiet();
  }

  private Future<Void> consume(ConsumingSession begun) {
    Mailbox<Delivery> mailbox = new Mailbox<>(context, deliveries -> received(begun, deliveries));
    // RabbitMQ counts for each consumer, Qpid for the channel.
    boolean perChannel = broker.kind() == BrokerKind.QPID;
    Future<Void> consuming =
        begun.prefetch(perChannel ? broker.prefetch() * Partitions.COUNT : broker.prefetch());
    for (int partition : consumed) {
      String queue = subscription.queue(partition);
      consuming =
          consuming.compose(
              ignored ->
                  stopping ? Future.failedFuture("stopping") : begun.consume(queue, mailbox));
    }
    return consuming;
  }

  private void received(ConsumingSession from, List<Delivery> deliveries) {
    if (from == session && mayBegin()) {
      pending.addAll(deliveries);
      next();
    }
  }

  /** What comes in the meantime goes back with the session. */
  private boolean mayBegin() {
    return !stopping && !renewing;
  }

  private void next() {
    if (!inHand.isComplete() || pending.isEmpty() || !complete || !mayBegin()) {
      return;
    }
    ConsumingSession from = session;
    List<Delivery> batch = new ArrayList<>();
    while (batch.size() < BATCH_MAX && !pending.isEmpty()) {
      batch.add(pending.poll());
    }
    inHand =
        runner
            .run(batch)
            .onSuccess(ignored -> acknowledge(from, batch.get(batch.size() - 1).tag()))
            .onFailure(from::discard)
            .otherwiseEmpty();
    inHand.onComplete(ignored -> next());
  }

  /** Up to {@code last} everything is done: only one batch is in hand at a time. */
  private void acknowledge(ConsumingSession from, long last) {
    if (from.isAlive()) {
      acknowledged = from.acknowledge(last);
    }
  }
}
