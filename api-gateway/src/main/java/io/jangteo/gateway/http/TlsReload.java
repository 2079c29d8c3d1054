package io.jangteo.gateway.http;

import io.jangteo.gateway.TlsConfig;
import io.jangteo.runtime.tls.PemIdentity;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Instant;
import java.util.HashSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the files of certificate and key from time to time and gives the server what is new.
 * What is of no use changes nothing and is said once. Used from one context only.
 */
final class TlsReload {
  private static final Logger LOG = LoggerFactory.getLogger(TlsReload.class);

  private static final String PREFIX = "gateway.tls";

  /** Long enough for one that waits its turn behind a crowd on a gateway that has just started. */
  static final long HANDSHAKE_SECONDS = 10;

  private final Vertx vertx;
  private final TlsConfig config;
  private PemIdentity current;
  private String complaint = "";
  private boolean looking;
  private long timer;

  TlsReload(Vertx vertx, TlsConfig config, MeterRegistry meters) {
    this.vertx = vertx;
    this.config = config;
    Gauge.builder("jangteo.gateway.tls.expiry", this, TlsReload::secondsLeft)
        .description("Seconds until the certificate that is served expires")
        .register(meters);
  }

  /** What to start with; fails naming the setting that is at fault. */
  Future<PemIdentity> first() {
    return read().onSuccess(found -> current = found);
  }

  void follow(HttpServer server) {
    timer = vertx.setPeriodic(config.reloadEvery().toMillis(), ignored -> look(server));
  }

  void stop() {
    vertx.cancelTimer(timer);
  }

  private void look(HttpServer server) {
    if (!looking) {
      looking = true;
      read()
          .compose(found -> replace(server, found))
          .onFailure(this::complain)
          .onComplete(ignored -> looking = false);
    }
  }

  private Future<Void> replace(HttpServer server, PemIdentity found) {
    if (found.equals(current)) {
      complaint = "";
      return Future.succeededFuture();
    }
    return server
        .updateSSLOptions(options(found))
        .map(
            ignored -> {
              current = found;
              complaint = "";
              LOG.atInfo().addKeyValue("expiresAt", found.expiresAt()).log("certificate replaced");
              return null;
            });
  }

  private void complain(Throwable error) {
    if (!complaint.equals(error.getMessage())) {
      complaint = String.valueOf(error.getMessage());
      LOG.atError()
          .addKeyValue("error", complaint)
          .log("certificate or key not replaced, the former ones go on serving");
    }
  }

  private Future<PemIdentity> read() {
    return vertx.executeBlocking(
        () -> PemIdentity.read(vertx, PREFIX, config.certificate(), config.key()), false);
  }

  private ServerSSLOptions options(PemIdentity credentials) {
    return new ServerSSLOptions()
        .setKeyCertOptions(credentials.options())
        .setEnabledSecureTransportProtocols(new HashSet<>(config.versions()))
        .setUseAlpn(true)
        .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
  }

  private double secondsLeft() {
    return current == null
        ? Double.NaN
        : current.expiresAt().getEpochSecond() - Instant.now().getEpochSecond();
  }
}
