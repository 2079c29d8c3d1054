package io.jangteo.cluster;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.Set;

/**
 * Mutual TLS between nodes: each shows a certificate of the private authority and takes nobody who
 * cannot. Vert.x compares no host names on the bus, whatever it is told, so whoever has a
 * certificate of that authority is a node: it must issue for nobody else.
 *
 * @param certificate PEM, the node's own chain
 * @param key PEM
 * @param authority PEM, one or more certificates
 */
public record BusTls(Buffer certificate, Buffer key, Buffer authority) {
  private static final Set<String> VERSIONS = Set.of("TLSv1.3");

  /** Not "HTTPS": the bus sets it to this at the start, and it must stay so afterwards. */
  private static final String NO_HOST_NAMES = "";

  /** Makes a bus speak nothing else. */
  public EventBusOptions secure(EventBusOptions options) {
    options
        .setSsl(true)
        .setKeyCertOptions(identity())
        .setTrustOptions(trust())
        // What Vert.x starts from is to trust everybody.
        .setTrustAll(false)
        .setClientAuth(ClientAuth.REQUIRED);
    options.setEnabledSecureTransportProtocols(VERSIONS);
    return options;
  }

  ServerSSLOptions listening() {
    ServerSSLOptions options = new ServerSSLOptions().setClientAuth(ClientAuth.REQUIRED);
    common(options);
    return options;
  }

  ClientSSLOptions connecting() {
    ClientSSLOptions options =
        new ClientSSLOptions().setTrustAll(false).setHostnameVerificationAlgorithm(NO_HOST_NAMES);
    common(options);
    return options;
  }

  private void common(SSLOptions options) {
    options
        .setKeyCertOptions(identity())
        .setTrustOptions(trust())
        .setEnabledSecureTransportProtocols(VERSIONS);
  }

  private PemKeyCertOptions identity() {
    return new PemKeyCertOptions().addCertValue(certificate).addKeyValue(key);
  }

  private PemTrustOptions trust() {
    return new PemTrustOptions().addCertValue(authority);
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "BusTls[]";
  }
}
