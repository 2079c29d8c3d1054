package io.jangteo.runtime.tls;

import io.jangteo.runtime.config.ConfigurationException;
import io.vertx.core.buffer.Buffer;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Who may issue the certificates of peers. Several at once while one takes over from another.
 *
 * @param content of the file, as it is
 */
public record PemAuthority(Buffer content, List<X509Certificate> certificates) {

  /**
   * Blocking.
   *
   * @param prefix of the setting {@code authority} that names the file
   * @throws ConfigurationException naming that setting when the file is of no use
   */
  public static PemAuthority read(String prefix, String path) {
    Buffer content = PemFile.read(prefix, "authority", path);
    return new PemAuthority(content, PemFile.certificates(prefix, "authority", content));
  }

  /**
   * Whether peers with the same file would take that identity now; most mistakes with files of
   * certificates show here, before anybody else suffers from them.
   *
   * @throws ConfigurationException naming the setting {@code certificate}
   */
  public void requireIssued(String prefix, PemIdentity identity) {
    try {
      PKIXParameters anchors =
          new PKIXParameters(
              certificates.stream()
                  .map(certificate -> new TrustAnchor(certificate, null))
                  .collect(Collectors.toSet()));
      anchors.setRevocationEnabled(false);
      List<X509Certificate> path =
          identity.chain().stream().filter(each -> !certificates.contains(each)).toList();
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), anchors);
    } catch (GeneralSecurityException e) {
      throw PemFile.refused(
          prefix,
          "certificate",
          "is not valid by the certificates of the authority (" + e.getMessage() + ")");
    }
  }
}
