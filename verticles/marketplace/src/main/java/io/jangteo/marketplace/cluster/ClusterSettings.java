package io.jangteo.marketplace.cluster;

import io.jangteo.marketplace.certificates.CertificateFolder;
import io.jangteo.marketplace.home.Home;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * What every process of a cluster must agree on. Made at the first start and kept, so that a
 * process that is killed comes back where the others look for it, and two clusters on one machine
 * never meet.
 *
 * @param name of the cluster
 * @param clusterPort first of {@link #CLUSTER_PORTS} on which members find each other
 * @param gatewayPort of the first gateway; the others follow
 * @param rabbitmqUri of a broker of one's own; null for the embedded one
 * @param postgresUri of an administrator of a server of one's own; null for the embedded one
 * @param brokerUri what the services use; null before the embedded one has run
 * @param certificates folder of those that the event bus uses; null when it speaks without TLS
 */
public record ClusterSettings(
    String name,
    int clusterPort,
    int databasePort,
    int brokerPort,
    int sandboxPort,
    int gatewayPort,
    String rabbitmqUri,
    String postgresUri,
    String brokerUri,
    String certificates) {
  static final int CLUSTER_PORTS = 32;
  static final int GATEWAY_PORTS = 8;

  /** Empty when no cluster was ever started here. */
  public static Optional<ClusterSettings> read(Home home) throws IOException {
    if (!Files.exists(home.clusterFile())) {
      return Optional.empty();
    }
    return Optional.of(
        Json.LENIENT.readValue(Files.readAllBytes(home.clusterFile()), ClusterSettings.class));
  }

  /**
   * For a start, while nothing runs: the kept ones where they are still free.
   *
   * @param gatewayPort 0 takes free ones
   * @throws IOException when the gateways' ports are taken
   */
  static ClusterSettings forStart(
      Home home, int gatewayPort, int gateways, String rabbitmqUri, String postgresUri)
      throws IOException {
    Ports ports = new Ports();
    Optional<ClusterSettings> kept = read(home);
    int gatewayFirst = gatewayPort == 0 ? ports.free(GATEWAY_PORTS) : gatewayPort;
    requireFree(gatewayFirst, gateways);
    return new ClusterSettings(
        kept.map(ClusterSettings::name)
            .orElseGet(() -> "jangteo-" + UUID.randomUUID().toString().substring(0, 8)),
        port(ports, kept.map(ClusterSettings::clusterPort), CLUSTER_PORTS),
        port(ports, kept.map(ClusterSettings::databasePort), 1),
        port(ports, kept.map(ClusterSettings::brokerPort), 1),
        port(ports, kept.map(ClusterSettings::sandboxPort), 1),
        gatewayFirst,
        rabbitmqUri,
        postgresUri,
        rabbitmqUri,
        null);
  }

  private static int port(Ports ports, Optional<Integer> kept, int count) throws IOException {
    return kept.isPresent() && ports.take(kept.get(), count) ? kept.get() : ports.free(count);
  }

  private static void requireFree(int first, int count) throws IOException {
    for (int port = first; port < first + count; port++) {
      if (!Ports.isFree(port)) {
        throw new IOException(
            "port " + port + " is in use; choose others for the gateways with --port");
      }
    }
  }

  public ClusterSettings withBrokerUri(String uri) {
    return with(uri, certificates);
  }

  ClusterSettings withCertificates(CertificateFolder folder) {
    return with(brokerUri, folder.directory().toString());
  }

  private ClusterSettings with(String otherBrokerUri, String otherCertificates) {
    return new ClusterSettings(
        name,
        clusterPort,
        databasePort,
        brokerPort,
        sandboxPort,
        gatewayPort,
        rabbitmqUri,
        postgresUri,
        otherBrokerUri,
        otherCertificates);
  }

  Optional<CertificateFolder> certificateFolder() {
    return Optional.ofNullable(certificates).map(Path::of).map(CertificateFolder::new);
  }

  void write(Home home) throws IOException {
    Home.writePrivately(home.clusterFile(), Json.encode(this).getBytes());
  }

  public boolean hasEmbeddedBroker() {
    return rabbitmqUri == null;
  }

  public boolean hasEmbeddedDatabase() {
    return postgresUri == null;
  }

  /** Whether any server is ours to run. */
  public boolean hasInfrastructure() {
    return hasEmbeddedBroker() || hasEmbeddedDatabase();
  }

  int gatewayPort(int number) {
    return gatewayPort + number - 1;
  }

  String gatewayUrl(int number) {
    return "http://localhost:" + gatewayPort(number);
  }
}
