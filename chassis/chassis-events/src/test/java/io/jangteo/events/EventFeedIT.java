package io.jangteo.events;

import static io.jangteo.events.Pings.ping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.jangteo.events.EventFeed.Source;
import io.jangteo.runtime.Ids;
import io.jangteo.testing.broker.TestBroker;
import io.jangteo.testing.broker.TestBrokers;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventFeedIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Source PINGED = new Source("alpha", Pings.PINGED.name());
  private static final Source IGNORED = new Source("alpha", Pings.IGNORED.name());

  private Vertx vertx;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void stop() {
    TestService.get(vertx.close());
  }

  /** Somebody who listens. */
  private final class Ear implements EventFeed.Listener {
    final List<String> told = new CopyOnWriteArrayList<>();
    final Context context = vertx.getOrCreateContext();
    final AtomicReference<EventFeed> feed = new AtomicReference<>();
    volatile Set<Source> sources = Set.of();

    Ear(BrokerConfig broker, Source... wanted) {
      context.runOnContext(
          ignored -> {
            feed.set(EventFeed.start(vertx, broker, "ear", this));
            feed.get().follow(Set.of(wanted));
          });
    }

    @Override
    public void listening(Set<Source> heard) {
      sources = heard;
    }

    @Override
    public void event(String type, Optional<Buffer> payload) {
      told.add(payload.map(Buffer::toString).orElse("unreadable " + type));
    }

    void awaitHearing(Source... expected) {
      await().atMost(SOON).until(() -> sources.equals(Set.of(expected)));
    }
  }

  private TestService alpha(BrokerConfig broker) {
    return TestService.start(
        vertx,
        "alpha",
        Servers.database("alpha"),
        broker,
        List.of(Pings.PINGED, Pings.IGNORED),
        List.of());
  }

  private static OutboundMessage pinged(int version) {
    return ping(Ids.next(), Ids.next(), version, "n" + version);
  }

  private static String text(int version) {
    return "{\"text\":\"n" + version + "\"}";
  }

  @Test
  void everyListenerIsToldOfWhatAServicePublishesAndOfNothingElse() {
    BrokerConfig broker = Servers.virtualHost();
    Ear one = new Ear(broker, PINGED);
    Ear other = new Ear(broker, PINGED);
    one.awaitHearing(PINGED);
    other.awaitHearing(PINGED);
    TestService alpha = alpha(broker);

    for (int version = 1; version <= 100; version++) {
      alpha.send(pinged(version));
    }

    String[] all = IntStream.rangeClosed(1, 100).mapToObj(EventFeedIT::text).toArray(String[]::new);
    await().atMost(SOON).until(() -> one.told.size() >= 100 && other.told.size() >= 100);
    assertThat(one.told).containsExactlyInAnyOrder(all);
    assertThat(other.told).containsExactlyInAnyOrder(all);
    alpha.stop();
  }

  @Test
  void moreCanBeListenedToLater() {
    BrokerConfig broker = Servers.virtualHost();
    Ear ear = new Ear(broker);
    TestService alpha = alpha(broker);
    await().atMost(SOON).until(() -> ear.feed.get() != null);

    ear.context.runOnContext(ignored -> ear.feed.get().follow(Set.of(PINGED)));
    ear.awaitHearing(PINGED);
    ear.context.runOnContext(ignored -> ear.feed.get().follow(Set.of(PINGED, IGNORED)));
    ear.awaitHearing(PINGED, IGNORED);

    alpha.send(pinged(1));
    await().atMost(SOON).until(() -> ear.told.contains(text(1)));
    alpha.stop();
  }

  @Test
  void aListenerIsToldThatItMayHaveMissedSomethingAndHearsAgain() {
    TestBroker own = TestBrokers.own();
    BrokerConfig broker = Servers.config(own);
    Ear ear = new Ear(broker, PINGED);
    ear.awaitHearing(PINGED);

    own.kill();
    ear.awaitHearing();
    own.start();

    ear.awaitHearing(PINGED);
    TestService alpha = alpha(broker);
    alpha.send(pinged(1));
    await().atMost(SOON).until(() -> ear.told.contains(text(1)));
    alpha.stop();
    own.stop();
  }

  @Test
  void whatNobodyCanReadIsToldByItsTypeAlone() throws Exception {
    BrokerConfig broker = Servers.virtualHost();
    Ear ear = new Ear(broker, PINGED);
    ear.awaitHearing(PINGED);
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(broker.uri().value());

    try (Connection connection = factory.newConnection()) {
      connection
          .createChannel()
          .basicPublish(
              Pings.PINGED.exchange(),
              PINGED.type() + ".p3",
              new BasicProperties.Builder().type(PINGED.type()).build(),
              new byte[] {1});
      await().atMost(SOON).until(() -> ear.told.size() == 1);
    }

    assertThat(ear.told).containsExactly("unreadable " + PINGED.type());
  }

  @Test
  void whoStopsListeningIsToldNothingMoreAndOthersAre() {
    BrokerConfig broker = Servers.virtualHost();
    Ear ear = new Ear(broker, PINGED);
    Ear other = new Ear(broker, PINGED);
    ear.awaitHearing(PINGED);
    other.awaitHearing(PINGED);

    TestService.get(ear.feed.get().stop());

    TestService alpha = alpha(broker);
    alpha.send(pinged(1));
    await().atMost(SOON).until(() -> other.told.contains(text(1)));
    assertThat(ear.told).isEmpty();
    alpha.stop();
  }
}
