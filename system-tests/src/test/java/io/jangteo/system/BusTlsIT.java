package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.marketplace.certificates.Credential;
import io.jangteo.marketplace.certificates.PrivateAuthority;
import io.jangteo.testing.Await;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Real nodes whose bus speaks mutual TLS, and strangers that Hazelcast has let in, for it asks
 * nobody for anything but the cluster's name: they can neither send nor get anything.
 */
class BusTlsIT {
  private static final Duration LIFE = Duration.ofDays(1);
  private static final DeliveryOptions SOON = new DeliveryOptions().setSendTimeout(2_000);

  private final PrivateAuthority authority = PrivateAuthority.create(Instant.now(), LIFE);
  private final PrivateAuthority other = PrivateAuthority.create(Instant.now(), LIFE);
  private final Credential own = authority.issue("node", Instant.now(), LIFE);
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final BusNodes nodes = new BusNodes();
  private BusNodes.Node first;
  private BusNodes.Node second;

  @BeforeEach
  void start() {
    first = nodes.start(BusNodes.tls(own, authority));
    second = nodes.start(BusNodes.tls(authority.issue("node-2", Instant.now(), LIFE), authority));
    listen(first, "first");
  }

  @AfterEach
  void stop() {
    nodes.close();
  }

  private void listen(BusNodes.Node node, String address) {
    Await.success(
        node.vertx()
            .eventBus()
            .<String>consumer(address)
            .handler(
                message -> {
                  heard.add(message.body());
                  message.reply("heard");
                })
            .completion());
  }

  /** Whether the first node heard that word of it. */
  private boolean isHeard(BusNodes.Node sender, String address) {
    String word = address + heard.size();
    return sender
        .vertx()
        .eventBus()
        .request(address, word, SOON)
        .map(true)
        .otherwise(false)
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  @Test
  void nodesOfOneAuthorityHearEachOther() {
    listen(second, "second");

    assertThat(isHeard(second, "first")).isTrue();
    assertThat(isHeard(first, "second")).isTrue();
  }

  @Test
  void aNodeOfAnotherAuthorityIsShutOut() {
    assertShutOut(nodes.start(BusNodes.tls(other.issue("node", Instant.now(), LIFE), other)));
  }

  /** It would take ours, too: the strictness of the two sides is not the same thing. */
  @Test
  void aNodeOfAnotherAuthorityThatTrustsEverybodyIsShutOut() {
    EventBusOptions bus = new EventBusOptions();
    BusNodes.tls(other.issue("node", Instant.now(), LIFE), other).secure(bus);
    assertShutOut(nodes.start(bus.setTrustAll(true).setClientAuth(ClientAuth.NONE)));
  }

  @Test
  void aNodeThatSignsItselfIsShutOut() {
    Credential selfMade = PrivateAuthority.create(Instant.now(), LIFE).own();
    assertShutOut(nodes.start(BusNodes.tls(selfMade, authority)));
  }

  @Test
  void aNodeWithoutTlsIsShutOut() {
    assertShutOut(nodes.start(new EventBusOptions()));
  }

  @Test
  void aNodeWhoseCertificateHasExpiredIsShutOut() {
    Credential expired =
        authority.issue("node", Instant.now().minus(Duration.ofDays(2)), Duration.ofDays(1));
    assertShutOut(nodes.start(BusNodes.tls(expired, authority)));
  }

  private void assertShutOut(BusNodes.Node stranger) {
    listen(stranger, "stranger");

    assertThat(isHeard(stranger, "first")).as("it can send").isFalse();
    assertThat(isHeard(first, "stranger")).as("it is sent").isFalse();
    assertThat(heard).isEmpty();
    assertThat(isHeard(second, "first")).as("the others are").isTrue();
  }

  /** What the bus does unless it is told otherwise, and why it must be. */
  @Test
  void aNodeThatTrustsEverybodySendsToStrangers() {
    EventBusOptions trusting = BusNodes.tls(own, authority).secure(new EventBusOptions());
    BusNodes.Node naive = nodes.start(trusting.setTrustAll(true));
    EventBusOptions any = new EventBusOptions();
    BusNodes.tls(other.issue("node", Instant.now(), LIFE), other).secure(any);
    BusNodes.Node stranger = nodes.start(any.setTrustAll(true).setClientAuth(ClientAuth.NONE));
    Await.success(
        stranger
            .vertx()
            .eventBus()
            .<String>consumer("stranger")
            .handler(message -> heard.add(message.body()))
            .completion());

    naive.vertx().eventBus().send("stranger", "a secret");

    await().untilAsserted(() -> assertThat(heard).containsExactly("a secret"));
  }

  @Test
  void whoShowsACertificateIsHeardAndWhoShowsNoneIsCutOff() throws IOException {
    byte[] message = BusWire.message(second.vertx(), "first", "by hand");

    try (Socket plain = BusWire.plain(first.busPort())) {
      assertThat(BusWire.isCutOff(plain, message)).isTrue();
    }
    try (Socket nameless = BusWire.secured(first.busPort(), authority, null)) {
      assertThat(BusWire.isCutOff(nameless, message)).isTrue();
    }
    Credential foreign = other.issue("node", Instant.now(), LIFE);
    try (Socket stranger = BusWire.secured(first.busPort(), authority, foreign)) {
      assertThat(BusWire.isCutOff(stranger, message)).isTrue();
    }
    assertThat(heard).isEmpty();

    try (Socket known = BusWire.secured(first.busPort(), authority, own)) {
      known.getOutputStream().write(message);
      known.getOutputStream().flush();
      await().untilAsserted(() -> assertThat(heard).containsExactly("by hand"));
    }
  }
}
