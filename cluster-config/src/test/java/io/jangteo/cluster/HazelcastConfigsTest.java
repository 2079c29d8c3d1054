package io.jangteo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.config.DiscoveryStrategyConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.instance.ProtocolType;
import io.vertx.core.eventbus.EventBusOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HazelcastConfigsTest {
  private final ClusterConfig cluster =
      ClusterConfig.local("jangteo", 5712, List.of("127.0.0.1:5712", "127.0.0.1:5713"));
  private final Config config = HazelcastConfigs.toHazelcast(cluster);

  @Test
  void joinsTheNamedMembersAndNeverSearchesTheNetwork() {
    JoinConfig join = config.getAdvancedNetworkConfig().getJoin();

    assertThat(config.getClusterName()).isEqualTo("jangteo");
    assertThat(asked()).containsExactlyInAnyOrder("[127.0.0.1]:5712", "[127.0.0.1]:5713");
    assertThat(join.getTcpIpConfig().isEnabled()).isFalse();
    assertThat(join.getMulticastConfig().isEnabled()).isFalse();
    assertThat(join.getAutoDetectionConfig().isEnabled()).isFalse();
  }

  private List<String> asked() {
    DiscoveryStrategyConfig strategy =
        config
            .getAdvancedNetworkConfig()
            .getJoin()
            .getDiscoveryConfig()
            .getDiscoveryStrategyConfigs()
            .iterator()
            .next();
    List<String> asked = new ArrayList<>();
    strategy
        .getDiscoveryStrategyFactory()
        .newDiscoveryStrategy(null, null, Map.of())
        .discoverNodes()
        .forEach(node -> asked.add(node.getPrivateAddress().toString()));
    return asked;
  }

  @Test
  void keepsDataUnlessItIsToldNotTo() {
    assertThat(config.isLiteMember()).isFalse();
    assertThat(HazelcastConfigs.toHazelcast(cluster.asLite()).isLiteMember()).isTrue();
  }

  @Test
  void takesExactlyTheGivenPort() {
    ServerSocketEndpointConfig endpoint = endpoint();

    assertThat(endpoint.getPort()).isEqualTo(5712);
    assertThat(endpoint.isPortAutoIncrement()).isFalse();
  }

  @Test
  void speaksWithMembersOnly() {
    assertThat(config.getAdvancedNetworkConfig().isEnabled()).isTrue();
    assertThat(config.getAdvancedNetworkConfig().getEndpointConfigs()).hasSize(1);
    assertThat(endpoint().getProtocolType()).isEqualTo(ProtocolType.MEMBER);
  }

  private ServerSocketEndpointConfig endpoint() {
    return (ServerSocketEndpointConfig)
        config.getAdvancedNetworkConfig().getEndpointConfigs().get(EndpointQualifier.MEMBER);
  }

  @Test
  void keepsSubscriptionsInASetWithTwoBackups() {
    MultiMapConfig subscriptions = config.getMultiMapConfig("__vertx.subs");

    assertThat(subscriptions.getValueCollectionType())
        .isEqualTo(MultiMapConfig.ValueCollectionType.SET);
    assertThat(subscriptions.getBackupCount()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"__vertx.haInfo", "__vertx.nodeInfo", "service.registry"})
  void keepsEveryMapWithTwoBackups(String map) {
    assertThat(config.findMapConfig(map).getBackupCount()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "hazelcast.heartbeat.interval.seconds, 1",
    "hazelcast.max.no.heartbeat.seconds, 10",
    "hazelcast.merge.first.run.delay.seconds, 5",
    "hazelcast.merge.next.run.delay.seconds, 5",
    "hazelcast.operation.call.timeout.millis, 10000",
    "hazelcast.graceful.shutdown.max.wait, 30",
    "hazelcast.wait.seconds.before.join, 1",
    "hazelcast.discovery.enabled, true",
    "hazelcast.socket.bind.any, false",
    "hazelcast.socket.server.bind.any, false",
    "hazelcast.socket.client.bind, false",
    "hazelcast.shutdownhook.enabled, false",
    "hazelcast.phone.home.enabled, false",
    "hazelcast.partition.count, 31",
    "hazelcast.logging.type, slf4j",
    "hazelcast.local.localAddress, 127.0.0.1"
  })
  void setsEveryPropertyWhoseDefaultDoesNotSuit(String name, String value) {
    assertThat(config.getProperty(name)).isEqualTo(value);
  }

  @Test
  void givesTheEventBusAFixedAddressAndShortTimeouts() {
    EventBusOptions bus = ClusteredVertx.eventBusOptions(cluster);

    assertThat(bus.getHost()).isEqualTo("127.0.0.1");
    assertThat(bus.getClusterPublicHost()).isEqualTo("127.0.0.1");
    assertThat(bus.getConnectTimeout()).isEqualTo(2_000);
    assertThat(bus.getClusterPingInterval()).isEqualTo(5_000);
    assertThat(bus.getClusterPingReplyInterval()).isEqualTo(3_000);
  }
}
