package io.jangteo.runtime.tls;

import io.jangteo.runtime.config.ConfigurationException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/**
 * A certificate chain and its key as they stood in their files at one moment, found to belong
 * together.
 *
 * @param chain the process's own certificate first
 */
public record PemIdentity(Buffer certificate, Buffer key, List<X509Certificate> chain) {
  private static final Map<String, String> ALGORITHMS =
      Map.of(
          "EC", "SHA256withECDSA",
          "RSA", "SHA256withRSA",
          "EdDSA", "EdDSA",
          "Ed25519", "Ed25519");

  /**
   * Reads both files and tries them out; blocking.
   *
   * @param prefix of the settings {@code certificate} and {@code key} that name them
   * @throws ConfigurationException naming the setting whose file is of no use
   */
  public static PemIdentity read(Vertx vertx, String prefix, String certificate, String key) {
    Buffer chain = PemFile.read(prefix, "certificate", certificate);
    PemFile.certificates(prefix, "certificate", chain);
    Buffer secret = PemFile.read(prefix, "key", key);
    X509KeyManager manager = manager(vertx, prefix, chain, secret);
    String alias = alias(prefix, manager);
    X509Certificate[] certificates = manager.getCertificateChain(alias);
    if (!belongs(manager.getPrivateKey(alias), certificates[0])) {
      throw PemFile.refused(prefix, "key", key + " is not the key of the certificate");
    }
    return new PemIdentity(chain, secret, List.of(certificates));
  }

  public PemKeyCertOptions options() {
    return new PemKeyCertOptions().addCertValue(certificate).addKeyValue(key);
  }

  /** End of the process's own certificate. */
  public Instant expiresAt() {
    return chain.get(0).getNotAfter().toInstant();
  }

  private static X509KeyManager manager(
      Vertx vertx, String prefix, Buffer certificate, Buffer key) {
    try {
      KeyManager[] managers =
          new PemKeyCertOptions()
              .addCertValue(certificate)
              .addKeyValue(key)
              .getKeyManagerFactory(vertx)
              .getKeyManagers();
      return (X509KeyManager) managers[0];
    } catch (Exception e) {
      throw PemFile.refused(
          prefix, "key", "is no PEM key that can be used (" + e.getMessage() + ")");
    }
  }

  private static String alias(String prefix, X509KeyManager manager) {
    return ALGORITHMS.keySet().stream()
        .map(type -> manager.getServerAliases(type, null))
        .filter(aliases -> aliases != null && aliases.length > 0)
        .map(aliases -> aliases[0])
        .findFirst()
        .orElseThrow(() -> PemFile.refused(prefix, "key", "is of a kind that TLS has no use for"));
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

  /** Never the key. */
  @Override
  public String toString() {
    return "PemIdentity[" + chain.get(0).getSubjectX500Principal() + ", " + expiresAt() + "]";
  }
}
