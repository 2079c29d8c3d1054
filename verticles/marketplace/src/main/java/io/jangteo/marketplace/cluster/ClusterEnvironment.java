package io.jangteo.marketplace.cluster;

import io.jangteo.embedded.PostgresAddress;
import io.jangteo.marketplace.certificates.CertificateFolder;
import io.jangteo.marketplace.home.Credentials;
import io.jangteo.marketplace.home.RunState.DatabaseAccess;
import io.jangteo.runtime.config.Configuration;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The variables that make a jar a process of this cluster; each gets what it needs, no more. */
final class ClusterEnvironment {
  private static final String LOOPBACK = "127.0.0.1";

  private final ClusterSettings settings;
  private final Credentials credentials;

  ClusterEnvironment(ClusterSettings settings, Credentials credentials) {
    this.settings = settings;
    this.credentials = credentials;
  }

  /** What {@code instance} is started with, beside the variables of whoever starts it. */
  Map<String, String> of(Instance instance, Path reportFile) {
    Map<String, String> variables = new TreeMap<>();
    variables.put("PROCESS_RUN_FILE", reportFile.toString());
    variables.put("MANAGEMENT_HOST", LOOPBACK);
    variables.put("MANAGEMENT_PORT", "0");
    if (instance.service() == ServiceKind.INFRASTRUCTURE) {
      return variables;
    }
    variables.put("CLUSTER_NAME", settings.name());
    variables.put("CLUSTER_HOST", LOOPBACK);
    variables.put("CLUSTER_PORT", Integer.toString(settings.clusterPort()));
    variables.put("CLUSTER_PORT_COUNT", Integer.toString(ClusterSettings.CLUSTER_PORTS));
    settings.certificateFolder().ifPresent(folder -> certificates(folder, variables));
    own(instance, variables);
    return variables;
  }

  private static void certificates(CertificateFolder folder, Map<String, String> variables) {
    variables.put("CLUSTER_TLS_CERTIFICATE", folder.certificate(CertificateFolder.NODE).toString());
    variables.put("CLUSTER_TLS_KEY", folder.key(CertificateFolder.NODE).toString());
    variables.put("CLUSTER_TLS_AUTHORITY", folder.authority().toString());
  }

  private void own(Instance instance, Map<String, String> variables) {
    ServiceKind service = instance.service();
    if (service.isService()) {
      database(service.database(), variables);
    }
    switch (service) {
      case GATEWAY -> {
        variables.put("GATEWAY_PORT", Integer.toString(settings.gatewayPort(instance.number())));
        variables.put("GATEWAY_PORT_SHARED", Boolean.toString(SharedPorts.ARE_POSSIBLE));
      }
      case PAYMENT_SANDBOX -> sandbox(variables);
      case MEMBER -> seed(variables);
      case PAYMENT -> provider(variables);
      default -> {
        // Broker and database are all it needs.
      }
    }
    if (service.isService() && service != ServiceKind.PAYMENT_SANDBOX
        || service == ServiceKind.GATEWAY) {
      variables.put("RABBITMQ_URI", settings.brokerUri());
      variables.put("RABBITMQ_KIND", settings.hasEmbeddedBroker() ? "qpid" : "rabbitmq");
    }
  }

  private void sandbox(Map<String, String> variables) {
    variables.put("SANDBOX_HTTP_HOST", LOOPBACK);
    variables.put("SANDBOX_HTTP_PORT", Integer.toString(settings.sandboxPort()));
    variables.put("SANDBOX_API_KEY", credentials.provider());
  }

  private void provider(Map<String, String> variables) {
    variables.put("PAYMENT_PROVIDER_BASE_URL", "http://" + LOOPBACK + ":" + settings.sandboxPort());
    variables.put("PAYMENT_PROVIDER_API_KEY", credentials.provider());
  }

  private void seed(Map<String, String> variables) {
    variables.put("MEMBER_SEED_MERCHANT_EMAIL", credentials.merchant().email());
    variables.put("MEMBER_SEED_MERCHANT_PASSWORD", credentials.merchant().password());
    variables.put("MEMBER_SEED_OPERATOR_EMAIL", credentials.operator().email());
    variables.put("MEMBER_SEED_OPERATOR_PASSWORD", credentials.operator().password());
  }

  private void database(String prefix, Map<String, String> variables) {
    DatabaseAccess access = access(prefix);
    Map<String, String> values =
        Map.of(
            "host", access.host(),
            "port", Integer.toString(access.port()),
            "name", access.name(),
            "user", access.user(),
            "password", access.password());
    values.forEach(
        (key, value) -> variables.put(Configuration.variable(prefix + ".db." + key), value));
  }

  /** How every service's database is read from outside, by prefix. */
  Map<String, DatabaseAccess> databases() {
    return ServiceKind.databases().stream()
        .collect(Collectors.toMap(Function.identity(), this::access));
  }

  private DatabaseAccess access(String prefix) {
    String host = LOOPBACK;
    int port = settings.databasePort();
    if (!settings.hasEmbeddedDatabase()) {
      PostgresAddress server = PostgresUri.parse(settings.postgresUri()).administrator();
      host = server.host();
      port = server.port();
    }
    String password = credentials.databases().get(prefix);
    return new DatabaseAccess(host, port, prefix + "_db", prefix + "_app", password);
  }
}
