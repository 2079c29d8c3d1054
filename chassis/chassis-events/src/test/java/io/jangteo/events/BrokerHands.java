package io.jangteo.events;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AMQP.Queue.DeclareOk;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.jangteo.contracts.Subscription;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Looks at the broker from outside, and does to it what an operator should not. */
final class BrokerHands {
  private final BrokerConfig broker;

  BrokerHands(BrokerConfig broker) {
    this.broker = broker;
  }

  /** What waits in a queue and is with no consumer. */
  long ready(String queue) {
    return get(channel -> channel.messageCount(queue));
  }

  long ready(Subscription subscription) {
    return partitions().mapToLong(each -> ready(subscription.queue(each))).sum();
  }

  long consumers(Subscription subscription) {
    return get(
        channel -> {
          long consumers = 0;
          for (int partition = 0; partition < Partitions.COUNT; partition++) {
            DeclareOk found = channel.queueDeclarePassive(subscription.queue(partition));
            consumers += found.getConsumerCount();
          }
          return consumers;
        });
  }

  void declareWithMessages(String queue, int messages) {
    get(
        channel -> {
          channel.queueDeclare(queue, true, false, false, Map.of());
          channel.confirmSelect();
          for (int i = 0; i < messages; i++) {
            channel.basicPublish(
                "",
                queue,
                com.rabbitmq.client.MessageProperties.PERSISTENT_BASIC,
                new byte[] {(byte) i});
          }
          channel.waitForConfirmsOrDie(10_000);
          return null;
        });
  }

  /**
   * Consumes one message and dies without a word about it; gives its id, or nothing when none came
   * within 2 s.
   */
  Optional<String> takeOneAndDie(String queue) {
    return get(
        channel -> {
          BlockingQueue<String> taken = new LinkedBlockingQueue<>();
          channel.basicQos(1);
          channel.basicConsume(
              queue,
              false,
              (tag, message) -> taken.add(message.getProperties().getMessageId()),
              tag -> {});
          Optional<String> first = Optional.ofNullable(taken.poll(2, TimeUnit.SECONDS));
          channel.getConnection().abort();
          return first;
        });
  }

  /** A letter with nothing in it, as if it had died in that queue. */
  void publish(String queue, String diedIn) {
    get(
        channel -> {
          channel.confirmSelect();
          channel.basicPublish(
              "",
              queue,
              new BasicProperties.Builder().headers(Map.of("x-first-death-queue", diedIn)).build(),
              new byte[0]);
          channel.waitForConfirmsOrDie(10_000);
          return null;
        });
  }

  /** Puts a message where its row says, with properties that need not be the row's. */
  void publish(OutboxRow row, BasicProperties properties) {
    get(
        channel -> {
          channel.confirmSelect();
          channel.basicPublish(
              row.exchange(),
              row.routingKey(),
              properties,
              row.payload().getBytes(StandardCharsets.UTF_8));
          channel.waitForConfirmsOrDie(10_000);
          return null;
        });
  }

  void deleteExchange(String exchange) {
    get(channel -> channel.exchangeDelete(exchange));
  }

  void deleteQueue(String queue) {
    get(channel -> channel.queueDelete(queue));
  }

  void deleteQueues(Subscription subscription) {
    partitions().forEach(partition -> deleteQueue(subscription.queue(partition)));
  }

  void unbind(String queue, String exchange, String key) {
    get(channel -> channel.queueUnbind(queue, exchange, key));
  }

  private static IntStream partitions() {
    return IntStream.range(0, Partitions.COUNT);
  }

  private <T> T get(Work<T> work) {
    BrokerNodes nodes = broker.nodes();
    try {
      ConnectionFactory factory = nodes.factory();
      factory.setAutomaticRecoveryEnabled(false);
      Connection connection = factory.newConnection(nodes.inAnyOrder());
      try {
        return work.on(connection.createChannel());
      } finally {
        connection.abort();
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Something to do on a channel. */
  @FunctionalInterface
  private interface Work<T> {
    T on(Channel channel) throws Exception;
  }
}
