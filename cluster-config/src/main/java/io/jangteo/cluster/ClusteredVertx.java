package io.jangteo.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Starts Vert.x as a node of the cluster. */
public final class ClusteredVertx {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration PING_INTERVAL = Duration.ofSeconds(5);
  private static final Duration PING_REPLY = Duration.ofSeconds(3);

  private ClusteredVertx() {}

  /** Event bus between nodes: a fixed address, and a dead peer found out in seconds. */
  public static EventBusOptions eventBusOptions(ClusterConfig config) {
    return new EventBusOptions()
        .setHost(config.host())
        .setPort(config.busPort())
        .setClusterPublicHost(config.host())
        .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
        .setClusterPingInterval(PING_INTERVAL.toMillis())
        .setClusterPingReplyInterval(PING_REPLY.toMillis());
  }

  /** The future succeeds when this node has joined; its event bus options are replaced. */
  public static Future<Vertx> start(ClusterConfig config, VertxOptions options) {
    return start(config, options, builder -> builder);
  }

  /**
   * @param more adds what a process needs beside the cluster, for example metrics and tracing
   */
  public static Future<Vertx> start(
      ClusterConfig config, VertxOptions options, UnaryOperator<VertxBuilder> more) {
    return start(config, eventBusOptions(config), options, more);
  }

  /** The same with a bus that takes nodes of one authority only. */
  public static Future<Vertx> start(ClusterConfig config, BusTls tls, VertxOptions options) {
    return start(config, tls.secure(eventBusOptions(config)), options, builder -> builder);
  }

  private static Future<Vertx> start(
      ClusterConfig config,
      EventBusOptions bus,
      VertxOptions options,
      UnaryOperator<VertxBuilder> more) {
    VertxOptions clustered = new VertxOptions(options).setEventBusOptions(bus);
    return more.apply(Vertx.builder().with(clustered))
        .withClusterManager(new RepublishingCluster(HazelcastConfigs.toHazelcast(config)))
        .buildClustered();
  }
}
