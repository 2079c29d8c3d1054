package io.jangteo.gateway;

import io.jangteo.bus.resilience.InstanceRules;
import io.jangteo.gateway.cache.CacheConfig;
import io.jangteo.gateway.upstream.UpstreamConfig;
import io.jangteo.runtime.config.ByteSize;
import io.jangteo.runtime.config.Setting;
import java.time.Duration;

/** Settings of the HTTP edge. What concerns one operation stands in its contract, not here. */
public record GatewayConfig(
    @Setting(defaultValue = "0.0.0.0", doc = "Address the gateway listens on.") String host,
    @Setting(defaultValue = "8080", doc = "Port the gateway listens on; 0 takes a free one.")
        int port,
    @Setting(
            defaultValue = "false",
            doc =
                "Whether a second gateway of the same user may listen on the same port, to take it"
                    + " over: new connections then go to the younger one while the older drains."
                    + " Linux only, started with -options '{\"preferNativeTransport\":true}'.")
        boolean portShared,
    @Setting(
            defaultValue = "64KiB",
            doc = "Largest request body, unless the operation's contract says otherwise.")
        ByteSize bodyMax,
    @Setting(defaultValue = "10s", doc = "Time in which a whole request body must have arrived.")
        Duration bodyTimeout,
    @Setting(
            defaultValue = "10s",
            doc = "Time in which a new connection must have sent its first complete request head.")
        Duration firstRequestTimeout,
    @Setting(defaultValue = "60s", doc = "Connections on which nothing moves are closed after it.")
        Duration idleTimeout,
    @Setting(
            defaultValue = "3s",
            doc = "Deadline of a call that reads, unless its contract says otherwise.")
        Duration readTimeout,
    @Setting(
            defaultValue = "5s",
            doc = "Deadline of a call that writes, unless its contract says otherwise.")
        Duration writeTimeout,
    @Setting(
            defaultValue = "10m",
            doc =
                "How long routes of a vanished service answer 503 before they answer 404; whoever"
                    + " starts a killed one again may take long.")
        Duration withdrawnFor,
    @Setting(defaultValue = "1000", doc = "Event streams open at once; more are refused.")
        int streamsMax,
    @Setting(defaultValue = "15m", doc = "An event stream is ended after it; clients resume.")
        Duration streamLifetime,
    @Setting(
            defaultValue = "1s",
            doc =
                "How long a stopping gateway still takes requests and tells their clients to go"
                    + " elsewhere; it is not ready meanwhile.")
        Duration drainNotice,
    @Setting(defaultValue = "20s", doc = "How long a stopping gateway waits for open requests.")
        Duration drainTimeout,
    @Setting(
            defaultValue = "24h",
            doc = "How long one key signs what services are told of callers; at least 5m.")
        Duration callerKeyRotation,
    Tokens tokens,
    UpstreamConfig upstream,
    InstanceRules instances,
    CacheConfig cache,
    IssuersConfig issuers,
    ApiKeysConfig apiKeys,
    TlsConfig tls,
    CorsConfig cors,
    LimitSettings limits,
    ProxySettings proxies,
    AccessLogConfig accessLog,
    CompressionConfig compression) {

  /** What makes an access token valid, and where the keys come from. */
  public record Tokens(
      @Setting(defaultValue = "jangteo", doc = "Required issuer of access tokens.") String issuer,
      @Setting(defaultValue = "jangteo-api", doc = "Required audience of access tokens.")
          String audience,
      @Setting(defaultValue = "30s", doc = "Clock difference tolerated when tokens are judged.")
          Duration leeway,
      @Setting(defaultValue = "15m", doc = "Tokens issued for longer than this are refused.")
          Duration lifetimeMax,
      @Setting(
              defaultValue = "/.well-known/jwks.json",
              doc = "Route that serves the signing keys; resolved like any client's request.")
          String keysPath,
      @Setting(
              defaultValue = "1m",
              doc = "How often the keys are fetched; a revoked key lives no longer than this.")
          Duration keysRefresh,
      @Setting(
              defaultValue = "30s",
              doc = "An unknown key id causes at most one fetch in this time.")
          Duration unknownKeyPause,
      @Setting(
              defaultValue = "24h",
              doc = "How long the last good keys serve while none can be fetched.")
          Duration keysKeep,
      @Setting(defaultValue = "10000", doc = "Verified tokens remembered until they expire.")
          int cacheMax) {}

  public GatewayConfig {
    require(port >= 0 && port <= 65_535, "port must be between 0 and 65535");
    require(bodyMax.bytes() >= 1 && bodyMax.bytes() <= 16 << 20, "bodyMax must be 1B to 16MiB");
    require(streamsMax >= 0, "streamsMax must not be negative");
    require(callerKeyRotation.toMinutes() >= 5, "callerKeyRotation must be at least 5m");
    require(
        issuers.list().stream().noneMatch(other -> other.issuer().equals(tokens.issuer())),
        "issuers.trusted must not name our own issuer");
    require(!readTimeout.isZero() && !writeTimeout.isZero(), "timeouts must be positive");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
