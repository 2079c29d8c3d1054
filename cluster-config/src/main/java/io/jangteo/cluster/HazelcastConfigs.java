package io.jangteo.cluster;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.DiscoveryStrategyConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ListenerConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.instance.ProtocolType;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import com.hazelcast.spi.properties.ClusterProperty;
import com.hazelcast.spi.properties.HazelcastProperty;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;

/** Builds Hazelcast's configuration in code: no file is looked for, so none can win unseen. */
public final class HazelcastConfigs {
  static final String SUBSCRIPTIONS = "__vertx.subs";
  static final String NODE_INFO = "__vertx.nodeInfo";
  static final String HA_INFO = "__vertx.haInfo";

  private static final int CONNECT_SECONDS = 2;

  /**
   * When a member goes, each of the others takes part in moving every partition: with the usual 271
   * twelve processes on two cores do nothing else for five seconds. There are a few hundred small
   * entries here. All members must agree on it.
   */
  private static final String PARTITIONS = "31";

  private HazelcastConfigs() {}

  /** All a Vert.x node needs, with the values that {@code config} gives. */
  public static Config toHazelcast(ClusterConfig config) {
    Config hazelcast = new Config();
    hazelcast.setClusterName(config.name());
    hazelcast.getMetricsConfig().setEnabled(false);
    network(hazelcast.getAdvancedNetworkConfig(), config);
    members(hazelcast, config);
    hazelcast.setLiteMember(config.lite());
    hazelcast.getSerializationConfig().setJavaSerializationFilterConfig(JavaClasses.filter());
    structures(hazelcast, config.backups());
    failureDetection(hazelcast, config);
    process(hazelcast, config);
    return hazelcast;
  }

  /**
   * One endpoint for members and none for others. The endpoint that speaks every protocol must not
   * be used: its encoder calls itself done while it waits for the first word of the other side, and
   * the only thread that writes to other members then runs in a circle until that word comes. From
   * a frozen process it never does, and the one that waits for it is taken for dead as well (ADR
   * 24).
   */
  private static void network(AdvancedNetworkConfig network, ClusterConfig config) {
    network
        .setEnabled(true)
        .setMemberEndpointConfig(
            new ServerSocketEndpointConfig()
                .setProtocolType(ProtocolType.MEMBER)
                .setPort(config.port())
                .setPortCount(config.portCount())
                .setPortAutoIncrement(config.portCount() > 1));
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    // Off, and yet it is from here that the time-out is taken.
    join.getTcpIpConfig().setEnabled(false).setConnectionTimeoutSeconds(CONNECT_SECONDS);
  }

  /** Whom to ask; it must also hear who has gone. */
  private static void members(Config hazelcast, ClusterConfig config) {
    KnownMembers known =
        new KnownMembers(config.addresses(), InetAddress::getAllByName, InstantSource.system());
    set(hazelcast, ClusterProperty.DISCOVERY_SPI_ENABLED, "true");
    hazelcast
        .getAdvancedNetworkConfig()
        .getJoin()
        .getDiscoveryConfig()
        .addDiscoveryStrategyConfig(new DiscoveryStrategyConfig(new KnownMembersFactory(known)));
    hazelcast.addListenerConfig(new ListenerConfig(known));
  }

  private static void structures(Config hazelcast, int backups) {
    hazelcast.addMultiMapConfig(
        new MultiMapConfig(SUBSCRIPTIONS)
            .setBackupCount(backups)
            .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
    hazelcast.getMapConfig(HA_INFO).setBackupCount(backups);
    hazelcast.getMapConfig(NODE_INFO).setBackupCount(backups);
    // Maps that are not named here, among them the registry of services: after a split the larger
    // side's hold. Any other rule for a merge gives an entry that both sides have the expiry of the
    // side that comes, which has long not heard that it was prolonged.
    hazelcast
        .getMapConfig("default")
        .setBackupCount(backups)
        .setMergePolicyConfig(
            new MergePolicyConfig(
                DiscardMergePolicy.class.getName(), MergePolicyConfig.DEFAULT_BATCH_SIZE));
  }

  private static void failureDetection(Config hazelcast, ClusterConfig config) {
    seconds(hazelcast, ClusterProperty.HEARTBEAT_INTERVAL_SECONDS, config.heartbeatInterval());
    seconds(hazelcast, ClusterProperty.MAX_NO_HEARTBEAT_SECONDS, config.heartbeatMax());
    seconds(hazelcast, ClusterProperty.MERGE_FIRST_RUN_DELAY_SECONDS, config.mergeFirst());
    seconds(hazelcast, ClusterProperty.MERGE_NEXT_RUN_DELAY_SECONDS, config.mergeNext());
    seconds(hazelcast, ClusterProperty.WAIT_SECONDS_BEFORE_JOIN, config.joinPause());
    set(
        hazelcast,
        ClusterProperty.OPERATION_CALL_TIMEOUT_MILLIS,
        Long.toString(config.operationTimeout().toMillis()));
  }

  private static void process(Config hazelcast, ClusterConfig config) {
    // The address to bind, instead of whichever interface comes first.
    hazelcast.setProperty("hazelcast.local.localAddress", config.host());
    set(hazelcast, ClusterProperty.SOCKET_SERVER_BIND_ANY, "false");
    set(hazelcast, ClusterProperty.SOCKET_BIND_ANY, "false");
    // An address that has gone from this machine cannot be bound, and the socket of each attempt to
    // connect would stay open: hundreds a second, until there are no files left for anything else.
    set(hazelcast, ClusterProperty.SOCKET_CLIENT_BIND, "false");
    set(hazelcast, ClusterProperty.PHONE_HOME_ENABLED, "false");
    set(hazelcast, ClusterProperty.LOGGING_TYPE, "slf4j");
    // Vert.x closes the member itself, after its services have left in good order.
    set(hazelcast, ClusterProperty.SHUTDOWNHOOK_ENABLED, "false");
    seconds(hazelcast, ClusterProperty.GRACEFUL_SHUTDOWN_MAX_WAIT, config.leaveMax());
    set(hazelcast, ClusterProperty.PARTITION_COUNT, PARTITIONS);
    set(hazelcast, ClusterProperty.IO_THREAD_COUNT, "1");
    set(hazelcast, ClusterProperty.EVENT_THREAD_COUNT, "1");
  }

  private static void seconds(Config hazelcast, HazelcastProperty property, Duration value) {
    set(hazelcast, property, Long.toString(value.toSeconds()));
  }

  private static void set(Config hazelcast, HazelcastProperty property, String value) {
    hazelcast.setProperty(property.getName(), value);
  }
}
