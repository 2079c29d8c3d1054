package io.jangteo.events;

import com.rabbitmq.client.AMQP.Queue.DeclareOk;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.jangteo.contracts.Subscription;
import java.util.Map;
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
    ConnectionFactory factory = new ConnectionFactory();
    factory.setAutomaticRecoveryEnabled(false);
    try {
      factory.setUri(broker.uri().value());
      try (Connection connection = factory.newConnection()) {
        return work.on(connection.createChannel());
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
