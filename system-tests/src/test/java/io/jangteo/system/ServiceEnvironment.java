package io.jangteo.system;

import io.jangteo.events.BrokerConfig;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.testing.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** The variables that lead processes of a test to its servers and into a cluster of their own. */
final class ServiceEnvironment {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private final String cluster = "test-" + UUID.randomUUID();
  private final int port = freePort();
  private final BrokerConfig broker = TestServers.freshBroker();

  String cluster() {
    return cluster;
  }

  /** First of the few ports that nodes of this cluster may take. */
  int clusterPort() {
    return port;
  }

  /** For a service, by the name of its jar; each call makes it a new empty database. */
  Map<String, String> of(String service) {
    Map<String, String> variables = new HashMap<>();
    variables.put("CLUSTER_NAME", cluster);
    variables.put("CLUSTER_PORT", Integer.toString(port));
    variables.put("CLUSTER_PORT_COUNT", "8");
    variables.put("CLUSTER_JOIN_PAUSE", "0s");
    switch (service) {
      case "api-gateway" -> {
        variables.put("GATEWAY_PORT", "0");
        broker(variables);
        variables.put("GATEWAY_LIMITS_EXEMPT", "127.0.0.0/8,::1");
      }
      case "payment-sandbox" -> {
        database("sandbox", variables);
        variables.put("SANDBOX_API_KEY", KEY);
        variables.put("SANDBOX_HTTP_PORT", "0");
      }
      default -> {
        database(service, variables);
        broker(variables);
        more(service, variables);
      }
    }
    return variables;
  }

  private static void more(String service, Map<String, String> variables) {
    if (service.equals("payment")) {
      variables.put("PAYMENT_PROVIDER_API_KEY", KEY);
      variables.put("PAYMENT_PROVIDER_BASE_URL", "http://127.0.0.1:1");
    }
    if (service.equals("member")) {
      variables.put("MEMBER_SEED_MERCHANT_EMAIL", "merchant@jangteo.example");
      variables.put("MEMBER_SEED_MERCHANT_PASSWORD", KEY);
      variables.put("MEMBER_SEED_OPERATOR_EMAIL", "operator@jangteo.example");
      variables.put("MEMBER_SEED_OPERATOR_PASSWORD", KEY);
    }
  }

  private static void database(String prefix, Map<String, String> variables) {
    DatabaseConfig database = TestServers.database(prefix);
    String variable = prefix.toUpperCase(Locale.ROOT) + "_DB_";
    variables.put(variable + "HOST", database.host());
    variables.put(variable + "PORT", Integer.toString(database.port()));
    variables.put(variable + "NAME", database.name());
    variables.put(variable + "USER", database.user());
    variables.put(variable + "PASSWORD", database.password().value());
  }

  private void broker(Map<String, String> variables) {
    variables.put("RABBITMQ_URI", broker.uri().value());
    variables.put("RABBITMQ_KIND", broker.kind().name().toLowerCase(Locale.ROOT));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // Below the range that others get when they ask for any free one.
      return 20_000 + socket.getLocalPort() % 10_000;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
