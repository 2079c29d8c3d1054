package io.jangteo.gateway;

import com.github.benmanes.caffeine.cache.Ticker;
import io.jangteo.bus.BusClient;
import io.jangteo.bus.discovery.ServiceDirectory;
import io.jangteo.gateway.routing.RouteTables;
import io.jangteo.gateway.security.AccessTokens;
import io.jangteo.gateway.security.ApiKeyCheck;
import io.jangteo.gateway.security.ApiKeys;
import io.jangteo.gateway.security.HttpKeySource;
import io.jangteo.gateway.security.Issuer;
import io.jangteo.gateway.security.Issuers;
import io.jangteo.gateway.security.KeySource;
import io.jangteo.gateway.security.RoutedKeySource;
import io.jangteo.gateway.security.SigningKeys;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Makes what judges access tokens and API keys, as the configuration says. */
record Credentials(Vertx vertx, Context context, GatewayConfig config, BusClient bus) {

  /** Refreshed from now on; those of our own issuer come from wherever the table says. */
  AccessTokens tokens(RouteTables tables) {
    AccessTokens tokens =
        new AccessTokens(
            context,
            Clock.systemUTC(),
            config.tokens().cacheMax(),
            onRevocation -> issuers(tables, onRevocation));
    tokens.refreshKeys();
    vertx.setPeriodic(config.tokens().keysRefresh().toMillis(), ignored -> tokens.refreshKeys());
    return tokens;
  }

  /** Checked by whichever service of the directory says that it does. */
  ApiKeys apiKeys(ServiceDirectory directory) {
    ApiKeyCheck check = new ApiKeyCheck(bus, config.apiKeys().checkTimeout());
    directory.onChange(check::accept);
    return new ApiKeys(check, config.apiKeys(), Clock.systemUTC(), Ticker.systemTicker());
  }

  private Issuers issuers(RouteTables tables, Runnable onRevocation) {
    List<Issuers.Trusted> trusted = new ArrayList<>();
    Issuer own = Issuer.own(config.tokens());
    trusted.add(
        trust(own, new RoutedKeySource(tables, bus, config.tokens().keysPath()), onRevocation));
    for (TrustedIssuer other : config.issuers().list()) {
      KeySource source = new HttpKeySource(vertx, other, config.issuers().fetchTimeout());
      trusted.add(trust(Issuer.of(other), source, onRevocation));
    }
    return new Issuers(trusted, config.tokens().leeway());
  }

  private Issuers.Trusted trust(Issuer issuer, KeySource source, Runnable onRevocation) {
    return new Issuers.Trusted(
        issuer,
        new SigningKeys(
            source, issuer.algorithms(), config.tokens(), System::nanoTime, onRevocation));
  }
}
