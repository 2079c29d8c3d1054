package io.jangteo.events;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
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

/**
 * Consumes the partition queues of one subscription: whatever has come in while a batch was being
 * processed is the next batch. Acknowledges after the commit, and only in the session the
 * deliveries came through. All state belongs to one context.
 */
final class SubscriptionConsumer implements BrokerLink.User {
  private static final int BATCH_MAX = 256;

  private final Context context;
  private final BrokerConfig broker;
  private final Subscription subscription;
  private final BatchRunner runner;
  private final Deque<Delivery> pending = new ArrayDeque<>();

  private BrokerSession session;
  private boolean running;
  private boolean stopping;
  private Promise<Void> idle;

  SubscriptionConsumer(
      Context context, BrokerConfig broker, Subscription subscription, BatchRunner runner) {
    this.context = context;
    this.broker = broker;
    this.subscription = subscription;
    this.runner = runner;
  }

  @Override
  public Future<Void> begin(BrokerSession begun) {
    session = begun;
    Mailbox<Delivery> mailbox = new Mailbox<>(context, deliveries -> received(begun, deliveries));
    return begun
        .declare(Topology.ofConsumer(broker.kind(), subscription))
        .compose(ignored -> begun.run(channel -> consume(channel, begun, mailbox)));
  }

  @Override
  public void end(BrokerSession ended) {
    if (ended == session) {
      session = null;
      pending.clear();
    }
  }

  /** Succeeds when the batch in hand is finished; what else was delivered goes back. */
  Future<Void> stop() {
    stopping = true;
    pending.clear();
    runner.stop();
    BrokerSession last = session;
    Future<Void> cancelled =
        last == null ? Future.succeededFuture() : last.run(this::cancel).otherwiseEmpty();
    return cancelled.compose(ignored -> whenIdle());
  }

  private Future<Void> whenIdle() {
    if (!running) {
      return Future.succeededFuture();
    }
    idle = Promise.promise();
    return idle.future();
  }

  private Void consume(Channel channel, BrokerSession begun, Mailbox<Delivery> mailbox)
      throws IOException {
    // RabbitMQ counts for each consumer, Qpid for the channel.
    boolean perChannel = broker.kind() == BrokerKind.QPID;
    channel.basicQos(perChannel ? broker.prefetch() * Partitions.COUNT : broker.prefetch());
    for (int partition = 0; partition < Partitions.COUNT; partition++) {
      String queue = subscription.queue(partition);
      channel.basicConsume(queue, false, tag(queue), new Receiver(channel, begun, mailbox));
    }
    return null;
  }

  private Void cancel(Channel channel) throws IOException {
    for (int partition = 0; partition < Partitions.COUNT; partition++) {
      channel.basicCancel(tag(subscription.queue(partition)));
    }
    return null;
  }

  private static String tag(String queue) {
    return queue + ".consumer";
  }

  private void received(BrokerSession from, List<Delivery> deliveries) {
    if (from == session && !stopping) {
      pending.addAll(deliveries);
      next();
    }
  }

  private void next() {
    if (running || pending.isEmpty() || session == null) {
      return;
    }
    running = true;
    BrokerSession from = session;
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
  private void acknowledge(BrokerSession from, long last) {
    if (from.isAlive()) {
      from.run(
          channel -> {
            channel.basicAck(last, true);
            return null;
          });
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

  /** Runs on the client's threads. */
  private static final class Receiver extends DefaultConsumer {
    private final BrokerSession session;
    private final Mailbox<Delivery> mailbox;

    private Receiver(Channel channel, BrokerSession session, Mailbox<Delivery> mailbox) {
      super(channel);
      this.session = session;
      this.mailbox = mailbox;
    }

    @Override
    public void handleDelivery(
        String tag,
        com.rabbitmq.client.Envelope envelope,
        BasicProperties properties,
        byte[] body) {
      mailbox.offer(new Delivery(envelope.getDeliveryTag(), properties, body));
    }

    /** The broker gave the queue to nobody or deleted it: begin anew. */
    @Override
    public void handleCancel(String tag) {
      session.discard(new IOException("the broker cancelled " + tag));
    }
  }
}
