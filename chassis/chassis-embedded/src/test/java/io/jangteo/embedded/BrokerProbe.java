package io.jangteo.embedded;

import com.rabbitmq.client.AMQP;
import io.jangteo.runtime.config.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.rabbitmq.RabbitMQClient;
import io.vertx.rabbitmq.RabbitMQOptions;
import io.vertx.rabbitmq.RabbitMQPublisher;
import io.vertx.rabbitmq.RabbitMQPublisherOptions;
import java.util.concurrent.TimeUnit;

/** Talks to a broker the way the services do: topic exchange, durable queue, confirms. */
final class BrokerProbe implements AutoCloseable {
  private static final String EXCHANGE = "jangteo.probe.events";
  private static final String QUEUE = "jangteo.probe.queue";
  private static final AMQP.BasicProperties PERSISTENT =
      new AMQP.BasicProperties.Builder().deliveryMode(2).build();

  private final Vertx vertx = Vertx.vertx();
  private final RabbitMQClient client;
  private final RabbitMQPublisher publisher;

  BrokerProbe(Secret uri) throws Exception {
    client = RabbitMQClient.create(vertx, new RabbitMQOptions().setUri(uri.value()));
    publisher = RabbitMQPublisher.create(vertx, client, new RabbitMQPublisherOptions());
    await(client.start());
    await(publisher.start());
    await(client.exchangeDeclare(EXCHANGE, "topic", true, false));
    await(client.queueDeclare(QUEUE, true, false, false, new JsonObject()));
    await(client.queueBind(QUEUE, EXCHANGE, "probe.#"));
  }

  /** Returns when the broker has confirmed every message. */
  void publish(int count) throws Exception {
    Future<Long> last = Future.succeededFuture(0L);
    for (int i = 0; i < count; i++) {
      last = publisher.publishConfirm(EXCHANGE, "probe.sent", PERSISTENT, Buffer.buffer("m" + i));
    }
    await(last);
  }

  long depth() throws Exception {
    return await(client.messageCount(QUEUE));
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws Exception {
    await(client.stop());
    await(vertx.close());
  }
}
