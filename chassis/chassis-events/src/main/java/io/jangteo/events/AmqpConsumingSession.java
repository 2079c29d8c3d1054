package io.jangteo.events;

import com.rabbitmq.client.AMQP.Queue.DeclareOk;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.WorkerExecutorInternal;
import io.vertx.core.json.JsonObject;
import io.vertx.rabbitmq.QueueOptions;
import io.vertx.rabbitmq.RabbitMQClient;
import io.vertx.rabbitmq.RabbitMQConsumer;
import io.vertx.rabbitmq.RabbitMQMessage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session of a consumer, on the Vert.x client with everything switched off that would repair it.
 * The client is touched only in a worker context of this session: some of its calls block the
 * caller, and there a consumer is given its handler before its first delivery.
 *
 * <p>Results are handed over in the context the session was opened from.
 */
final class AmqpConsumingSession implements ConsumingSession {
  private static final Logger LOG = LoggerFactory.getLogger(AmqpConsumingSession.class);

  private final Vertx vertx;
  private final ContextInternal context;
  private final ContextInternal worker;
  private final RabbitMQClient client;
  private final Promise<Throwable> ended = Promise.promise();
  private final List<RabbitMQConsumer> consumers = new CopyOnWriteArrayList<>();

  private AmqpConsumingSession(
      Vertx vertx,
      ContextInternal context,
      ContextInternal worker,
      BrokerConfig config,
      String name) {
    this.vertx = vertx;
    this.context = context;
    this.worker = worker;
    this.client =
        RabbitMQClient.create(
            vertx, ConsumingOptions.of(config, name, new SessionWatch(this::discard)));
  }

  /**
   * Must be called from a context.
   *
   * @param thread on which the client may block
   */
  static Future<AmqpConsumingSession> open(
      Vertx vertx, BrokerConfig config, WorkerExecutor thread, String name) {
    VertxInternal internal = (VertxInternal) vertx;
    ContextInternal worker =
        internal
            .contextBuilder()
            .withThreadingModel(ThreadingModel.WORKER)
            .withWorkerPool(((WorkerExecutorInternal) thread).pool())
            .build();
    AmqpConsumingSession session =
        new AmqpConsumingSession(vertx, internal.getOrCreateContext(), worker, config, name);
    return session.call(RabbitMQClient::start, startMillisMax(config)).map(session);
  }

  /** For each node connection and handshake, and for one of them the first channel. */
  private static int startMillisMax(BrokerConfig config) {
    return (2 * config.nodes().count() + 1) * BrokerLink.TIMEOUT_MILLIS;
  }

  @Override
  public Future<Throwable> ended() {
    return ended.future();
  }

  @Override
  public Future<Void> declare(Topology topology) {
    Future<Void> done = Future.succeededFuture();
    for (Topology.Exchange exchange : topology.exchanges()) {
      done = then(done, it -> it.exchangeDeclare(exchange.name(), exchange.type(), true, false));
    }
    for (Topology.Queue queue : topology.queues()) {
      done = then(done, it -> declare(it, queue).mapEmpty());
    }
    for (Topology.Binding binding : topology.bindings()) {
      done = then(done, it -> it.queueBind(binding.queue(), binding.exchange(), binding.key()));
    }
    return done;
  }

  private Future<Void> then(Future<Void> done, Function<RabbitMQClient, Future<Void>> command) {
    return done.compose(ignored -> call(command));
  }

  @Override
  public Future<Set<String>> unheard(Topology topology) {
    Set<String> unheard = new TreeSet<>();
    Future<Void> done = Future.succeededFuture();
    for (Topology.Queue queue : topology.partitions()) {
      done = then(done, it -> declare(it, queue).map(count -> note(queue, count, unheard)));
    }
    return done.map(unheard);
  }

  private static Void note(Topology.Queue queue, int consumers, Set<String> unheard) {
    if (consumers == 0) {
      unheard.add(queue.name());
    }
    return null;
  }

  private static Future<Integer> declare(RabbitMQClient client, Topology.Queue queue) {
    return client
        .queueDeclare(queue.name(), true, false, false, queue.jsonArguments())
        .map(DeclareOk::getConsumerCount);
  }

  /**
   * A queue that nobody else can use and that is gone with this session; gives the number of those
   * who consume it. Once declared, the same again changes nothing.
   */
  Future<Integer> declareOwn(String queue, Map<String, Object> arguments) {
    return call(
        it ->
            it.queueDeclare(queue, false, true, true, new JsonObject(arguments))
                .map(DeclareOk::getConsumerCount));
  }

  /** Sends what is published under {@code key} to a queue; makes the exchange if need be. */
  Future<Void> bind(String queue, Topology.Exchange exchange, String key) {
    return call(it -> it.exchangeDeclare(exchange.name(), exchange.type(), true, false))
        .compose(ignored -> call(it -> it.queueBind(queue, exchange.name(), key)));
  }

  @Override
  public Future<Void> prefetch(int count) {
    return call(it -> it.basicQos(0, count, false));
  }

  @Override
  public Future<Void> consume(String queue, Mailbox<Delivery> mailbox) {
    QueueOptions options = new QueueOptions().setAutoAck(false);
    options.setConsumerTag(queue + ".consumer");
    return call(it -> it.basicConsumer(queue, options).map(consumer -> adopt(consumer, mailbox)))
        // A queue deleted before its consumer had an end handler is found out here.
        .compose(ignored -> call(it -> it.messageCount(queue)))
        .mapEmpty();
  }

  /** In the worker context, in the same turn in which the client makes the consumer. */
  private Void adopt(RabbitMQConsumer consumer, Mailbox<Delivery> mailbox) {
    consumer.handler(message -> mailbox.offer(delivery(message)));
    consumer.exceptionHandler(this::discard);
    // The broker gave the queue to nobody or deleted it: begin anew.
    consumer.endHandler(
        ignored -> discard(new IOException("the broker cancelled " + consumer.queueName())));
    consumers.add(consumer);
    if (!isAlive()) {
      silence(consumer);
    }
    return null;
  }

  private static Delivery delivery(RabbitMQMessage message) {
    return new Delivery(
        message.envelope().getDeliveryTag(), message.properties(), message.body().getBytes());
  }

  @Override
  public Future<Void> acknowledge(long tag) {
    return call(it -> it.basicAck(tag, true));
  }

  private <T> Future<T> call(Function<RabbitMQClient, Future<T>> command) {
    return call(command, BrokerLink.TIMEOUT_MILLIS);
  }

  /** In the order called. A failure ends the session. */
  private <T> Future<T> call(Function<RabbitMQClient, Future<T>> command, int millisMax) {
    if (!isAlive()) {
      return Future.failedFuture(new IOException("the broker session has ended"));
    }
    PromiseInternal<T> promise = context.promise();
    worker.runOnContext(ignored -> attempt(() -> command.apply(client)).onComplete(promise));
    return promise.future().timeout(millisMax, TimeUnit.MILLISECONDS).onFailure(this::discard);
  }

  /** The client throws what the blocking client under it throws. */
  private <T> Future<T> attempt(Supplier<Future<T>> command) {
    if (!isAlive()) {
      return Future.failedFuture(new IOException("the broker session has ended"));
    }
    try {
      return command.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  @Override
  public void discard(Throwable cause) {
    if (ended.tryComplete(cause)) {
      stop();
    }
  }

  @Override
  public Future<Void> close() {
    if (!ended.tryComplete(new IOException("closed by us"))) {
      return Future.succeededFuture();
    }
    return stop().timeout(BrokerLink.TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).otherwiseEmpty();
  }

  /** Not in the worker context: what blocks there is freed by this. */
  private Future<Void> stop() {
    PromiseInternal<Void> stopped = context.promise();
    context.runOnContext(
        ignored -> client.stop().otherwiseEmpty().compose(done -> silence()).onComplete(stopped));
    return stopped.future();
  }

  private Future<Void> silence() {
    return vertx.executeBlocking(
        () -> {
          consumers.forEach(AmqpConsumingSession::silence);
          return null;
        },
        false);
  }

  /**
   * A consumer that could not be started is started again by the client every few seconds for ever,
   * whatever the options say, unless it counts as cancelled.
   */
  private static void silence(RabbitMQConsumer consumer) {
    consumer.endHandler(null);
    try {
      consumer.cancel();
    } catch (RuntimeException e) {
      // The channel is gone, and with it the consumer; the mark was set before that was noticed.
      LOG.trace("{}: nothing left to cancel", consumer.queueName(), e);
    }
  }
}
