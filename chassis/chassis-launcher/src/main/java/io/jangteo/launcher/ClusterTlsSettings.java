package io.jangteo.launcher;

import io.jangteo.runtime.config.Setting;
import java.time.Duration;
import java.util.stream.Stream;

/** Mutual TLS on the event bus; off unless there is a certificate. */
public record ClusterTlsSettings(
    @Setting(
            defaultValue = "",
            doc =
                "PEM file of this node's certificate chain, its own first; good for servers and"
                    + " clients. With it the event bus speaks TLS 1.3 with nodes that have a"
                    + " certificate of `CLUSTER_TLS_AUTHORITY`, and with nobody else.")
        String certificate,
    @Setting(
            defaultValue = "",
            doc = "PEM file of the certificate's private key, without a passphrase.")
        String key,
    @Setting(
            defaultValue = "",
            doc =
                "PEM file of the private authority whose certificates make a node; several of them"
                    + " while one takes over from another. It must issue for nodes only: host names"
                    + " are not compared.")
        String authority,
    @Setting(
            defaultValue = "5s",
            doc =
                "How often the three files are looked at; what is new and good serves new"
                    + " connections, without a restart.")
        Duration reloadEvery) {

  public ClusterTlsSettings {
    long given = Stream.of(certificate, key, authority).filter(each -> !each.isBlank()).count();
    if (given == 1 || given == 2) {
      throw new IllegalArgumentException(
          (certificate.isBlank() ? "certificate" : key.isBlank() ? "key" : "authority")
              + " is not set, and there is no TLS without it");
    }
    if (reloadEvery.toMillis() < 100) {
      throw new IllegalArgumentException("reloadEvery must be at least 100ms");
    }
  }

  public boolean isOn() {
    return !certificate.isBlank();
  }
}
