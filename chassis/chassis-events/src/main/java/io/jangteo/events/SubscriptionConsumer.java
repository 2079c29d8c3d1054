package io.jangteo.events;

import io.jangteo.contracts.Subscription;
import io.jangteo.events.BrokerConfig.BrokerKind;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Consumes the partition queues of one subscription: whatever has come in while a batch was being
 * processed is the next batch. Acknowledges after the commit, and only in the session the
 * deliveries came through. All state belongs to one context.
 */
final class SubscriptionConsumer implements BrokerLink.User<ConsumingSession> {
  private static final int BATCH_MAX = 256;
  private static final int WATCH_SECONDS = 3;

  private final Context context;
  private final BrokerConfig broker;
  private final Subscription subscription;
  private final Topology topology;
  private final BatchRunner runner;
  private final Deque<Delivery> pending = new ArrayDeque<>();

  private ConsumingSession session;
  private boolean complete;
  private boolean running;
  private boolean stopping;
  private Promise<Void> idle;
  private Future<Void> acknowledged = Future.succeededFuture();

  SubscriptionConsumer(
      Context context, BrokerConfig broker, Subscription subscription, BatchRunner runner) {
    this.context = context;
    this.broker = broker;
    this.subscription = subscription;
    this.topology = Topology.ofConsumer(broker.kind(), subscription);
    this.runner = runner;
  }

  /** A session that opens while this is being stopped is refused, and consumes nothing. */
  @Override
  public Future<Void> begin(ConsumingSession begun) {
    if (stopping) {
      return Future.failedFuture("stopping");
    }
    session = begun;
    return begun
        .declare(topology)
        .compose(ignored -> consume(begun))
        .onSuccess(ignored -> complete(begun));
  }

  /** Only now: see {@link ConsumingSession#consume}. */
  private void complete(ConsumingSession begun) {
    if (begun == session && begun.isAlive()) {
      complete = true;
      next();
      watch(begun, Set.of());
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
      complete = false;
      pending.clear();
    }
  }

  /** Succeeds when the batch in hand is finished; what else was delivered goes back. */
  Future<Void> stop() {
    stopping = true;
    pending.clear();
    runner.stop();
    ConsumingSession last = session;
    Future<Void> cancelled =
        last == null ? Future.succeededFuture() : last.cancel().otherwiseEmpty();
    return cancelled
        .compose(ignored -> whenIdle())
        .compose(ignored -> acknowledged.otherwiseEmpty());
  }

  private Future<Void> whenIdle() {
    if (!running) {
      return Future.succeededFuture();
    }
    idle = Promise.promise();
    return idle.future();
  }

  private Future<Void> consume(ConsumingSession begun) {
    Mailbox<Delivery> mailbox = new Mailbox<>(context, deliveries -> received(begun, deliveries));
    // RabbitMQ counts for each consumer, Qpid for the channel.
    boolean perChannel = broker.kind() == BrokerKind.QPID;
    Future<Void> consuming =
        begun.prefetch(perChannel ? broker.prefetch() * Partitions.COUNT : broker.prefetch());
    for (int partition = 0; partition < Partitions.COUNT; partition++) {
      String queue = subscription.queue(partition);
      consuming =
          consuming.compose(
              ignored ->
                  stopping ? Future.failedFuture("stopping") : begun.consume(queue, mailbox));
    }
    return consuming;
  }

  private void received(ConsumingSession from, List<Delivery> deliveries) {
    if (from == session && !stopping) {
      pending.addAll(deliveries);
      next();
    }
  }

  private void next() {
    if (running || pending.isEmpty() || !complete) {
      return;
    }
    running = true;
    ConsumingSession from = session;
    List<Delivery> batch = new ArrayList<>();
    while (batch.size() < BATCH_MAX && !pending.isEmpty()) {
      batch.add(pending.poll());
    }
    runner
        .run(batch)
        .onSuccess(ignored -> acknowledge(from, batch.get(batch.size() - 1).tag()))
        .onFailure(from::discard)
        .onComplete(ignored -> finished());
  }

  /** Up to {@code last} everything is done: only one batch is in hand at a time. */
  private void acknowledge(ConsumingSession from, long last) {
    if (from.isAlive()) {
      acknowledged = from.acknowledge(last);
    }
  }

  private void finished() {
    running = false;
    if (idle != null) {
      idle.tryComplete();
    } else {
      next();
    }
  }
}
