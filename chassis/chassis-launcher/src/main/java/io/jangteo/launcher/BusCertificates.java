package io.jangteo.launcher;

import io.jangteo.cluster.BusSockets;
import io.jangteo.cluster.BusTls;
import io.jangteo.runtime.config.ConfigurationException;
import io.jangteo.runtime.tls.PemAuthority;
import io.jangteo.runtime.tls.PemIdentity;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the files of the bus's certificates from time to time and gives the bus what is new.
 * What is of no use changes nothing and is said once.
 */
final class BusCertificates {
  private static final Logger LOG = LoggerFactory.getLogger(BusCertificates.class);
  private static final String PREFIX = "cluster.tls";

  private final ClusterTlsSettings settings;
  private volatile Found current;
  private String complaint = "";
  private boolean looking;

  private record Found(PemIdentity identity, PemAuthority authority) {
    BusTls tls() {
      return new BusTls(identity.certificate(), identity.key(), authority.content());
    }
  }

  private BusCertificates(ClusterTlsSettings settings, Found first) {
    this.settings = settings;
    this.current = first;
  }

  /**
   * Blocking, before there is a bus.
   *
   * @throws ConfigurationException naming the setting whose file is of no use
   */
  static BusCertificates read(ClusterTlsSettings settings) {
    // PEM from memory needs no Vert.x, and there is none yet.
    return new BusCertificates(settings, look(null, settings));
  }

  private static Found look(Vertx vertx, ClusterTlsSettings settings) {
    PemIdentity identity = PemIdentity.read(vertx, PREFIX, settings.certificate(), settings.key());
    PemAuthority authority = PemAuthority.read(PREFIX, settings.authority());
    authority.requireIssued(PREFIX, identity);
    return new Found(identity, authority);
  }

  BusTls tls() {
    return current.tls();
  }

  /** From now on the bus follows the files, until Vert.x closes. */
  void follow(Vertx vertx, MeterRegistry meters) {
    Gauge.builder("jangteo.cluster.tls.expiry", this, BusCertificates::secondsLeft)
        .description("Seconds until this node's certificate on the event bus expires")
        .register(meters);
    BusSockets sockets = BusSockets.of(vertx);
    vertx.setPeriodic(settings.reloadEvery().toMillis(), ignored -> look(vertx, sockets));
  }

  private void look(Vertx vertx, BusSockets sockets) {
    if (!looking) {
      looking = true;
      vertx
          .executeBlocking(() -> look(vertx, settings), false)
          .compose(found -> replace(sockets, found))
          .onFailure(this::complain)
          .onComplete(ignored -> looking = false);
    }
  }

  private Future<Void> replace(BusSockets sockets, Found found) {
    if (found.equals(current)) {
      complaint = "";
      return Future.succeededFuture();
    }
    return sockets
        .replace(found.tls())
        .onSuccess(
            ignored -> {
              current = found;
              complaint = "";
              LOG.atInfo()
                  .addKeyValue("expiresAt", found.identity().expiresAt())
                  .addKeyValue("authorities", found.authority().certificates().size())
                  .log("certificates of the event bus replaced");
            });
  }

  private void complain(Throwable error) {
    if (!complaint.equals(error.getMessage())) {
      complaint = String.valueOf(error.getMessage());
      LOG.atError()
          .addKeyValue("error", complaint)
          .log("certificates of the event bus not replaced, the former ones go on serving");
    }
  }

  private double secondsLeft() {
    return current.identity().expiresAt().getEpochSecond() - Instant.now().getEpochSecond();
  }
}
