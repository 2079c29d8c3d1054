package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.jangteo.events.BrokerConfig;
import io.jangteo.testing.TestServers;
import io.jangteo.testing.broker.TestBroker;
import io.jangteo.testing.broker.TestBrokers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Answers are forgotten when an event on a real broker says that they are out of date. */
class ChangesIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String TYPE = "good.changed.v1";

  private final Shop shop = new Shop();

  private RunningGateway gateway(BrokerConfig broker) {
    RunningGateway gateway = new RunningGateway(Map.of(), Optional.of(broker));
    gateway.serve("shop", shop.handlers());
    await().atMost(SOON).until(() -> gateway.get("/goods").statusCode() == 200);
    awaitEvents(gateway, "listening");
    return gateway;
  }

  private static void awaitEvents(RunningGateway gateway, String state) {
    await().atMost(SOON).until(() -> gateway.cache().path("events").asText().equals(state));
  }

  private static void publish(BrokerConfig broker, String payload) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(broker.uri().value());
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      channel.basicPublish(
          "jangteo.shop.events",
          TYPE + ".p1",
          properties(),
          payload.getBytes(StandardCharsets.UTF_8));
      channel.waitForConfirmsOrDie(10_000);
    }
  }

  private static BasicProperties properties() {
    Map<String, Object> headers = new HashMap<>();
    headers.put("cloudEvents_specversion", "1.0");
    headers.put("cloudEvents_aggregatetype", "good");
    headers.put("cloudEvents_aggregateid", UUID.randomUUID().toString());
    headers.put("cloudEvents_aggregateversion", 1L);
    headers.put("cloudEvents_correlationid", UUID.randomUUID().toString());
    return new BasicProperties.Builder()
        .messageId(UUID.randomUUID().toString())
        .type(TYPE)
        .contentType("application/json")
        .headers(headers)
        .build();
  }

  private static String status(RunningGateway gateway, String path) {
    return gateway.get(path).headers().firstValue("cache-status").orElse("");
  }

  @Test
  void onceTheEventWasHandledTheOldPriceIsNeverServed() throws Exception {
    BrokerConfig broker = TestServers.freshBroker();
    shop.prices.put("A", "10");
    shop.prices.put("B", "20");
    try (RunningGateway one = gateway(broker);
        RunningGateway other = gateway(broker)) {
      for (RunningGateway each : new RunningGateway[] {one, other}) {
        each.get("/goods/A");
        each.get("/goods/B");
        each.get("/goods");
      }

      shop.prices.put("A", "11");
      assertThat(one.get("/goods/A").body()).as("fresh for a minute").isEqualTo("\"10\"");
      publish(broker, "{\"code\":\"A\"}");

      for (RunningGateway each : new RunningGateway[] {one, other}) {
        await().atMost(SOON).until(() -> each.get("/goods/A").body().equals("\"11\""));
        for (int i = 0; i < 50; i++) {
          assertThat(each.get("/goods/A").body()).isEqualTo("\"11\"");
        }
        assertThat(status(each, "/goods/B")).as("of no concern").isEqualTo("jangteo; hit");
        assertThat(each.get("/goods").body()).as("the list too").contains("A=11");
      }
    }
  }

  @Test
  void anEventThatDoesNotSayWhatItConcernsConcernsEverything() throws Exception {
    BrokerConfig broker = TestServers.freshBroker();
    shop.prices.put("A", "10");
    try (RunningGateway gateway = gateway(broker)) {
      gateway.get("/goods/A");
      shop.prices.put("A", "11");

      publish(broker, "no JSON at all");

      await().atMost(SOON).until(() -> gateway.get("/goods/A").body().equals("\"11\""));
    }
  }

  @Test
  void afterAnOutageOfTheBrokerNothingThatWasKeptIsTrusted() throws IOException {
    TestBroker own = TestBrokers.own();
    shop.prices.put("A", "10");
    try (RunningGateway gateway = gateway(TestServers.brokerConfig(own))) {
      gateway.get("/goods/A");
      own.kill();
      awaitEvents(gateway, "disconnected");
      assertThat(status(gateway, "/goods/A")).isEqualTo("jangteo; hit");
      shop.prices.put("A", "11");

      own.start();
      awaitEvents(gateway, "listening");

      assertThat(gateway.get("/goods/A").body()).isEqualTo("\"11\"");
    } finally {
      own.stop();
    }
  }

  @Test
  void aGatewayServesWithoutABrokerThatItWasToldOf() {
    TestBroker own = TestBrokers.own();
    BrokerConfig gone = TestServers.brokerConfig(own);
    own.stop();
    shop.prices.put("A", "10");
    try (RunningGateway gateway = new RunningGateway(Map.of(), Optional.of(gone))) {
      gateway.serve("shop", shop.handlers());

      await().atMost(SOON).until(() -> gateway.get("/goods/A").statusCode() == 200);

      assertThat(status(gateway, "/goods/A")).isEqualTo("jangteo; hit");
      assertThat(gateway.cache().path("events").asText()).isEqualTo("disconnected");
    }
  }
}
