package io.jangteo.runtime.tls;

import io.jangteo.runtime.config.Configuration;
import io.jangteo.runtime.config.ConfigurationException;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** A file that a setting names. */
final class PemFile {
  private PemFile() {}

  static Buffer read(String prefix, String setting, String path) {
    try {
      return Buffer.buffer(Files.readAllBytes(Path.of(path)));
    } catch (IOException | RuntimeException e) {
      throw refused(prefix, setting, path + " cannot be read (" + e.getMessage() + ")");
    }
  }

  static List<X509Certificate> certificates(String prefix, String setting, Buffer content) {
    List<X509Certificate> found;
    try {
      found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(content.getBytes()))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
    } catch (GeneralSecurityException e) {
      throw refused(prefix, setting, "holds something that is no certificate");
    }
    if (found.isEmpty()) {
      throw refused(prefix, setting, "holds no certificate");
    }
    return found;
  }

  static ConfigurationException refused(String prefix, String setting, String why) {
    String key = prefix + "." + setting;
    return new ConfigurationException(
        List.of("%s (%s): %s".formatted(key, Configuration.variable(key), why)));
  }
}
