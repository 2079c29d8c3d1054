package io.jangteo.system;

import io.jangteo.marketplace.certificates.CertificateFolder;
import io.jangteo.marketplace.certificates.Credential;
import io.jangteo.marketplace.certificates.PrivateAuthority;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.impl.clustered.ClusteredEventBus;
import io.vertx.core.eventbus.impl.clustered.ClusteredMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Speaks to the port of an event bus without being a node. */
final class BusWire {
  private static final char[] PASSWORD = "secret".toCharArray();
  private static final int HEARD_MILLIS = 5_000;
  private static final int REFUSED_MILLIS = 500;

  private BusWire() {}

  /** The bytes with which a node sends that word to that address. */
  static byte[] message(Vertx node, String address, String word) {
    ClusteredEventBus bus = (ClusteredEventBus) node.eventBus();
    ClusteredMessage<?, ?> message =
        (ClusteredMessage<?, ?>)
            bus.createMessage(true, false, address, MultiMap.caseInsensitiveMultiMap(), word, null);
    return message.encodeToWire().getBytes();
  }

  static Socket plain(int port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  /**
   * Trusts that authority.
   *
   * @param own null to show no certificate
   */
  static SSLSocket secured(int port, PrivateAuthority authority, Credential own)
      throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          own == null ? null : keys(own).getKeyManagers(),
          trust(authority).getTrustManagers(),
          null);
      SSLSocket socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(HEARD_MILLIS);
      return socket;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Trusts the authorities of one folder and shows the certificate of another. */
  static SSLSocket secured(int port, CertificateFolder trusted, CertificateFolder shown)
      throws IOException {
    PrivateAuthority authority =
        new PrivateAuthority(new Credential(trusted.trusted().get(0), null));
    return secured(port, authority, shown.credential("node"));
  }

  private static KeyManagerFactory keys(Credential own)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    store.setKeyEntry("own", own.key(), PASSWORD, new Certificate[] {own.certificate()});
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, PASSWORD);
    return factory;
  }

  private static TrustManagerFactory trust(PrivateAuthority authority)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    store.setCertificateEntry("authority", authority.own().certificate());
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** A server that refuses a certificate says so after the handshake. */
  static boolean isOpen(Socket socket) throws IOException {
    socket.setSoTimeout(REFUSED_MILLIS);
    try {
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Sends those bytes and tells whether the other side then ended the connection. */
  static boolean isCutOff(Socket socket, byte[] message) {
    try {
      socket.setSoTimeout(HEARD_MILLIS);
      socket.getOutputStream().write(message);
      socket.getOutputStream().flush();
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
