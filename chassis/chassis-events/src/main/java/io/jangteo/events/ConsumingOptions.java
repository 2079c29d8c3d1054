package io.jangteo.events;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MetricsCollector;
import io.vertx.core.net.TrustOptions;
import io.vertx.rabbitmq.RabbitMQOptions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** How the Vert.x client is set up: it may end, but not come back by itself. */
final class ConsumingOptions {
  private ConsumingOptions() {}

  static RabbitMQOptions of(BrokerConfig config, String name, MetricsCollector watch) {
    BrokerNodes nodes = config.nodes();
    ConnectionFactory account = nodes.account();
    RabbitMQOptions options = new RabbitMQOptions();
    options.setReconnectAttempts(0);
    // Part by part: with an address as a whole the client would know one node alone.
    options
        .setUser(account.getUsername())
        .setPassword(account.getPassword())
        .setVirtualHost(account.getVirtualHost())
        .setAddresses(nodes.inAnyOrder())
        .setConnectionName(name)
        .setAutomaticRecoveryEnabled(false)
        .setAutomaticRecoveryOnInitialConnection(false)
        .setConnectionTimeout(BrokerLink.TIMEOUT_MILLIS)
        .setHandshakeTimeout(BrokerLink.TIMEOUT_MILLIS)
        .setRequestedHeartbeat(BrokerLink.HEARTBEAT_SECONDS)
        .setMetricsCollector(watch);
    if (nodes.isSecured()) {
      options.setSsl(true).setTrustOptions(TrustOptions.wrap(new HostCheckingTrust(platform())));
    }
    return options;
  }

  private static X509ExtendedTrustManager platform() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return Arrays.stream(factory.getTrustManagers())
          .filter(X509ExtendedTrustManager.class::isInstance)
          .map(X509ExtendedTrustManager.class::cast)
          .findFirst()
          .orElseThrow();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform trusts nobody", e);
    }
  }
}
