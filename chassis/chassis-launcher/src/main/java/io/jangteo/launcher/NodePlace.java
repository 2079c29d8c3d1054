package io.jangteo.launcher;

import io.jangteo.cluster.ClusterConfig;
import io.jangteo.cluster.ClusteredVertx;
import io.jangteo.launcher.heal.HealingVerticle;
import io.jangteo.runtime.config.ConfigurationException;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBusOptions;
import java.util.Optional;

/** Where a process that joins a cluster has its place there, by its settings and command line. */
final class NodePlace {
  private final ClusterSettings settings;
  private final ClusterConfig cluster;
  private final Optional<BusCertificates> certificates;

  private NodePlace(
      ClusterSettings settings, ClusterConfig cluster, Optional<BusCertificates> certificates) {
    this.settings = settings;
    this.cluster = cluster;
    this.certificates = certificates;
  }

  /**
   * Looks names up and reads certificates; blocking.
   *
   * @throws IllegalArgumentException saying what of the settings cannot be
   * @throws ConfigurationException naming the setting whose file is of no use
   */
  static NodePlace of(ClusterSettings settings) {
    ClusterConfig cluster = settings.resolve();
    Optional<BusCertificates> certificates =
        settings.tls().isOn()
            ? Optional.of(BusCertificates.read(settings.tls()))
            : Optional.empty();
    return new NodePlace(settings, cluster, certificates);
  }

  ClusterConfig cluster() {
    return cluster;
  }

  /** Whether this machine has another address by now. */
  boolean hasMoved() {
    return settings.isElsewhere(cluster.host());
  }

  /** Options of the event bus: ours, save for what the command line says of address and port. */
  EventBusOptions bus(EventBusOptions given, CommandLineWords words) {
    EventBusOptions options = ClusteredVertx.eventBusOptions(cluster);
    settings
        .machine()
        .map(HealingVerticle::introduction)
        .ifPresent(options::setClusterNodeMetadata);
    if (words.names("cluster-host")) {
      options.setHost(given.getHost());
      options.setClusterPublicHost(given.getHost());
    }
    if (words.names("cluster-port")) {
      options.setPort(given.getPort());
    }
    if (words.names("cluster-public-host")) {
      options.setClusterPublicHost(given.getClusterPublicHost());
    }
    if (words.names("cluster-public-port")) {
      options.setClusterPublicPort(given.getClusterPublicPort());
    }
    certificates.ifPresent(files -> files.tls().secure(options));
    return options;
  }

  /** From now on the bus has the certificates that the files have. */
  void followCertificates(Vertx vertx, MeterRegistry meters) {
    certificates.ifPresent(files -> files.follow(vertx, meters));
  }
}
