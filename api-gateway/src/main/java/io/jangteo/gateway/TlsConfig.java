package io.jangteo.gateway;

import io.jangteo.runtime.config.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** TLS at the edge; off unless there is a certificate. */
public record TlsConfig(
    @Setting(
            defaultValue = "",
            doc =
                "PEM file of the certificate chain, the server's own first. With it the gateway"
                    + " serves HTTPS and nothing else, HTTP/2 included.")
        String certificate,
    @Setting(
            defaultValue = "",
            doc = "PEM file of the certificate's private key, without a passphrase.")
        String key,
    @Setting(
            defaultValue = "TLSv1.3",
            doc = "Versions to accept, separated by commas: TLSv1.3, and TLSv1.2 if it must be.")
        List<String> versions,
    @Setting(
            defaultValue = "10s",
            doc =
                "How often both files are looked at; what is new and good serves new connections,"
                    + " without a restart.")
        Duration reloadEvery,
    @Setting(
            defaultValue = "180d",
            doc =
                "How long browsers are told to come by HTTPS only (Strict-Transport-Security); 0s"
                    + " tells them nothing.")
        Duration hstsMaxAge) {
  private static final Set<String> KNOWN = Set.of("TLSv1.3", "TLSv1.2");

  public TlsConfig {
    if (certificate.isBlank() != key.isBlank()) {
      throw new IllegalArgumentException(
          (key.isBlank() ? "key" : "certificate") + " is not set, and there is no TLS without it");
    }
    if (versions.isEmpty() || !KNOWN.containsAll(versions)) {
      throw new IllegalArgumentException("versions must be TLSv1.3, TLSv1.2 or both");
    }
    if (reloadEvery.toMillis() < 100) {
      throw new IllegalArgumentException("reloadEvery must be at least 100ms");
    }
  }

  public boolean isOn() {
    return !certificate.isBlank();
  }
}
