package io.jangteo.gateway.security;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.jangteo.gateway.GatewayConfig;
import io.jangteo.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The keys that access tokens may be signed with. Fetched again regularly and, for a key id not
 * seen before, at most once in a while, however many tokens bring one; the last good set serves
 * while none can be fetched. Used from one context only.
 */
public final class SigningKeys {
  private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
  private static final int MAX_KEYS = 16;
  private static final long FIRST_FETCH_PAUSE_NANOS = 500_000_000L;

  private final KeySource source;
  private final Set<String> algorithms;
  private final GatewayConfig.Tokens config;
  private final LongSupplier nanos;
  private final Runnable onRevocation;
  private Map<String, TokenKey> keys = Map.of();
  private boolean loaded;
  private long loadedAt;
  private boolean tried;
  private long triedAt;
  private Future<Void> fetching = Future.succeededFuture();

  /**
   * Fetches nothing yet.
   *
   * @param algorithms the only ones whose keys are taken
   * @param nanos a monotonic clock
   * @param onRevocation called when a key that served is no longer published
   */
  public SigningKeys(
      KeySource source,
      Set<String> algorithms,
      GatewayConfig.Tokens config,
      LongSupplier nanos,
      Runnable onRevocation) {
    this.source = source;
    this.algorithms = algorithms;
    this.config = config;
    this.nanos = nanos;
    this.onRevocation = onRevocation;
  }

  /** The verifier of a key id, after a fetch if one is due; empty when there is none. */
  Future<Optional<TokenKey>> find(String keyId) {
    expire();
    TokenKey known = keys.get(keyId);
    if (known != null) {
      return Future.succeededFuture(Optional.of(known));
    }
    return fetchIfDue().map(ignored -> Optional.ofNullable(keys.get(keyId)));
  }

  /** Whether any set was ever read and is not too old. */
  boolean isLoaded() {
    return loaded;
  }

  /** Fetches unless a fetch is under way; never fails, a failure is logged. */
  public Future<Void> refresh() {
    if (fetching.isComplete()) {
      tried = true;
      triedAt = nanos.getAsLong();
      fetching = source.fetch().map(this::replace).recover(this::keepLastGood);
    }
    return fetching;
  }

  private Future<Void> fetchIfDue() {
    long pause = loaded ? config.unknownKeyPause().toNanos() : FIRST_FETCH_PAUSE_NANOS;
    boolean due = !tried || nanos.getAsLong() - triedAt >= pause;
    return due || !fetching.isComplete() ? refresh() : Future.succeededFuture();
  }

  private Void replace(Buffer body) {
    Map<String, TokenKey> fresh = parse(body);
    if (fresh.isEmpty()) {
      throw new IllegalStateException("the key set holds no usable key");
    }
    boolean revoked = !fresh.entrySet().containsAll(keys.entrySet());
    keys = fresh;
    loaded = true;
    loadedAt = nanos.getAsLong();
    if (revoked) {
      onRevocation.run();
    }
    return null;
  }

  private Future<Void> keepLastGood(Throwable error) {
    LOG.atLevel(loaded ? Level.WARN : Level.INFO)
        .addKeyValue("error", error.getMessage())
        .log("signing keys not fetched");
    return Future.succeededFuture();
  }

  private void expire() {
    if (loaded && nanos.getAsLong() - loadedAt > config.keysKeep().toNanos()) {
      keys = Map.of();
      loaded = false;
      onRevocation.run();
    }
  }

  private Map<String, TokenKey> parse(Buffer body) {
    try {
      Map<String, TokenKey> usable = new HashMap<>();
      for (JWK key : JWKSet.parse(body.toString(StandardCharsets.UTF_8)).getKeys()) {
        if (usable.size() < MAX_KEYS) {
          TokenKey.of(key, algorithms).ifPresent(good -> usable.put(key.getKeyID(), good));
        }
      }
      return Map.copyOf(usable);
    } catch (ParseException e) {
      throw new IllegalStateException("the key set is unreadable", e);
    }
  }

  /** For operators. */
  ObjectNode describe(String issuer) {
    ObjectNode all = Json.LENIENT.createObjectNode().put("issuer", issuer).put("loaded", loaded);
    if (loaded) {
      all.put("ageSeconds", (nanos.getAsLong() - loadedAt) / 1_000_000_000L);
    }
    keys.keySet().stream().sorted().forEach(all.putArray("keys")::add);
    return all;
  }
}
