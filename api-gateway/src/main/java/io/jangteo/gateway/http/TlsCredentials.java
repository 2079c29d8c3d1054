package io.jangteo.gateway.http;

import io.jangteo.gateway.TlsConfig;
import io.jangteo.runtime.config.Configuration;
import io.jangteo.runtime.config.ConfigurationException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/**
 * A certificate chain and its key as they stood in their files at one moment, found to belong
 * together.
 *
 * @param expiresAt end of the server's own certificate
 */
record TlsCredentials(Buffer certificate, Buffer key, Instant expiresAt) {
  private static final Map<String, String> ALGORITHMS =
      Map.of(
          "EC", "SHA256withECDSA",
          "RSA", "SHA256withRSA",
          "EdDSA", "EdDSA",
          "Ed25519", "Ed25519");

  /**
   * Reads both files and tries them out; blocking.
   *
   * @throws ConfigurationException naming the setting whose file is of no use
   */
  static TlsCredentials read(Vertx vertx, TlsConfig config) {
    Buffer certificate = file("certificate", config.certificate());
    Buffer key = file("key", config.key());
    X509KeyManager manager = manager(vertx, certificate, key);
    String alias = alias(manager);
    X509Certificate own = manager.getCertificateChain(alias)[0];
    if (!belongs(manager.getPrivateKey(alias), own)) {
      throw refused("key", config.key() + " is not the key of the certificate");
    }
    return new TlsCredentials(certificate, key, own.getNotAfter().toInstant());
  }

  PemKeyCertOptions options() {
    return new PemKeyCertOptions().addCertValue(certificate).addKeyValue(key);
  }

  boolean isSameAs(TlsCredentials other) {
    return certificate.equals(other.certificate) && key.equals(other.key);
  }

  private static Buffer file(String setting, String path) {
    try {
      return Buffer.buffer(Files.readAllBytes(Path.of(path)));
    } catch (IOException | RuntimeException e) {
      throw refused(setting, path + " cannot be read (" + e.getMessage() + ")");
    }
  }

  private static X509KeyManager manager(Vertx vertx, Buffer certificate, Buffer key) {
    requireCertificates(certificate);
    try {
      KeyManager[] managers =
          new PemKeyCertOptions()
              .addCertValue(certificate)
              .addKeyValue(key)
              .getKeyManagerFactory(vertx)
              .getKeyManagers();
      return (X509KeyManager) managers[0];
    } catch (Exception e) {
      throw refused("key", "is no PEM key that can be used (" + e.getMessage() + ")");
    }
  }

  private static void requireCertificates(Buffer certificate) {
    try {
      byte[] bytes = certificate.getBytes();
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      if (!factory.generateCertificates(new ByteArrayInputStream(bytes)).isEmpty()) {
        return;
      }
    } catch (GeneralSecurityException e) {
      throw refused("certificate", "holds something that is no certificate");
    }
    throw refused("certificate", "holds no certificate");
  }

  private static String alias(X509KeyManager manager) {
    return ALGORITHMS.keySet().stream()
        .map(type -> manager.getServerAliases(type, null))
        .filter(aliases -> aliases != null && aliases.length > 0)
        .map(aliases -> aliases[0])
        .findFirst()
        .orElseThrow(() -> refused("key", "is of a kind that TLS has no use for"));
  }

  private static boolean belongs(PrivateKey key, X509Certificate certificate) {
    try {
      byte[] sample = "does it belong".getBytes(StandardCharsets.UTF_8);
      Signature signer = Signature.getInstance(ALGORITHMS.get(key.getAlgorithm()));
      signer.initSign(key);
      signer.update(sample);
      Signature verifier = Signature.getInstance(signer.getAlgorithm());
      verifier.initVerify(certificate.getPublicKey());
      verifier.update(sample);
      return verifier.verify(signer.sign());
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }

  static ConfigurationException refused(String setting, String why) {
    String key = "gateway.tls." + setting;
    return new ConfigurationException(
        List.of("%s (%s): %s".formatted(key, Configuration.variable(key), why)));
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "TlsCredentials[" + Arrays.hashCode(certificate.getBytes()) + ", " + expiresAt + "]";
  }
}
