package io.jangteo.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.NoOpMetricsCollector;
import io.jangteo.runtime.config.Configuration;
import io.jangteo.runtime.config.ConfigurationException;
import io.jangteo.runtime.config.Secret;
import io.vertx.rabbitmq.RabbitMQOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerNodesTest {
  private static final String CLUSTER = "amqp://shop:s%2Fcret@one:5671,two:5672,three/market";

  @Test
  void namesEveryNodeOfACluster() {
    BrokerNodes nodes = of(CLUSTER);

    assertThat(nodes.inAnyOrder())
        .containsExactlyInAnyOrder(
            new Address("one", 5671), new Address("two", 5672), new Address("three", -1));
    assertThat(nodes).hasToString("one:5671, two:5672, three");
  }

  @Test
  void accountAndVirtualHostAreTheSameForAll() throws Exception {
    ConnectionFactory factory = of(CLUSTER).factory();

    assertThat(factory.getUsername()).isEqualTo("shop");
    assertThat(factory.getPassword()).isEqualTo("s/cret");
    assertThat(factory.getVirtualHost()).isEqualTo("market");
    assertThat(factory.isSSL()).isFalse();
  }

  @Test
  void anAddressOfOneNodeMeansWhatItMeansToTheClient() throws Exception {
    for (String uri : List.of("amqp://host", "amqp://u:p@host:1/", "amqp://u:p@[::1]:1/a%2fb")) {
      ConnectionFactory expected = new ConnectionFactory();
      expected.setUri(uri);
      ConnectionFactory factory = of(uri).factory();

      assertThat(of(uri).inAnyOrder()).hasSize(1);
      assertThat(of(uri).inAnyOrder().get(0).getHost()).isEqualTo(expected.getHost());
      assertThat(factory.getUsername()).isEqualTo(expected.getUsername());
      assertThat(factory.getPassword()).isEqualTo(expected.getPassword());
      assertThat(factory.getVirtualHost()).isEqualTo(expected.getVirtualHost());
    }
  }

  @Test
  void anAddressWithTlsIsSpokenToWithTlsByBothClients() throws Exception {
    ConnectionFactory factory = of("amqps://u:p@one,two/v").factory();

    assertThat(factory.isSSL()).isTrue();
    assertThat(options("amqps://u:p@one,two/v").isSsl()).isTrue();
    assertThat(options("amqps://u:p@one,two/v").getTrustOptions()).isNotNull();
  }

  @Test
  void everyNodeIsTheFirstToBeTriedNowAndThen() {
    BrokerNodes nodes = of(CLUSTER);
    Set<String> first = new HashSet<>();

    for (int i = 0; i < 200; i++) {
      first.add(nodes.inAnyOrder().get(0).getHost());
    }

    assertThat(first).containsExactlyInAnyOrder("one", "two", "three");
  }

  @Test
  void theVertxClientIsToldTheSame() {
    RabbitMQOptions options = options(CLUSTER);

    assertThat(options.getUri()).isNull();
    assertThat(options.getUser()).isEqualTo("shop");
    assertThat(options.getPassword()).isEqualTo("s/cret");
    assertThat(options.getVirtualHost()).isEqualTo("market");
    assertThat(options.getAddresses()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "http://secret:secret@host/v",
        "amqp://secret:secret@",
        "amqp://secret:secret@one,/v",
        "amqp://secret:secret@one,,two/v",
        "amqp://secret:secret@one:0/v",
        "amqp://secret:secret@one:65536/v",
        "amqp://secret:secret@one:port/v",
        "amqp://secret:sec@ret@one/v",
        "amqp://secret:sec/ret@one/v",
        "amqp://secret:1/secret@one",
        "amqp://secret:%zz@one/v",
        "amqp://secret:secret@one/a/b",
        "amqp://secret:secret@one/v?heartbeat=secret",
        "amqp://secret:secret@one/v,amqp://secret:secret@two/v"
      })
  void anythingElseIsRefusedWithoutShowingIt(String uri) {
    assertThatThrownBy(() -> of(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("uri must be like amqp://user:password@host1:5672,host2:5672/vhost")
        .hasMessageNotContaining("sec")
        .hasNoCause();
  }

  @Test
  void aProcessWithSuchASettingDoesNotStartAndNamesIt() {
    Configuration configuration =
        Configuration.ofEnvironment(Map.of("RABBITMQ_URI", "amqp://u:p@one,/v"));

    assertThatThrownBy(() -> configuration.bind("rabbitmq", BrokerConfig.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("rabbitmq: uri must be like amqp://");
  }

  private static BrokerNodes of(String uri) {
    return BrokerNodes.of(new Secret(uri));
  }

  private static RabbitMQOptions options(String uri) {
    BrokerConfig config =
        Configuration.ofEnvironment(Map.of("RABBITMQ_URI", uri))
            .bind("rabbitmq", BrokerConfig.class);
    return ConsumingOptions.of(config, "test", new NoOpMetricsCollector());
  }
}
