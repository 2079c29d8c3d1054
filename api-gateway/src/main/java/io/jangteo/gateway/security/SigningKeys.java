package io.jangteo.gateway.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import io.jangteo.gateway.GatewayConfig;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
  private final GatewayConfig.Tokens config;
  private final LongSupplier nanos;
  private final Runnable onRevocation;
  private Map<String, JWSVerifier> keys = Map.of();
  private boolean loaded;
  private long loadedAt;
  private boolean tried;
  private long triedAt;
  private Future<Void> fetching = Future.succeededFuture();

  /**
   * Fetches nothing yet.
   *
   * @param nanos a monotonic clock
   * @param onRevocation called when a key that served is no longer published
   */
  public SigningKeys(
      KeySource source, GatewayConfig.Tokens config, LongSupplier nanos, Runnable onRevocation) {
    this.source = source;
    this.config = config;
    this.nanos = nanos;
    this.onRevocation = onRevocation;
  }

  /** The verifier of a key id, after a fetch if one is due; empty when there is none. */
  Future<Optional<JWSVerifier>> find(String keyId) {
    expire();
    JWSVerifier known = keys.get(keyId);
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
    Map<String, JWSVerifier> fresh = parse(body);
    if (fresh.isEmpty()) {
      throw new IllegalStateException("the key set holds no usable key");
    }
    boolean revoked = !fresh.keySet().containsAll(keys.keySet());
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

  private static Map<String, JWSVerifier> parse(Buffer body) {
    try {
      Map<String, JWSVerifier> verifiers = new HashMap<>();
      JWKSet set = JWKSet.parse(body.toString(StandardCharsets.UTF_8));
      for (JWK key : set.getKeys()) {
        if (isUsable(key) && verifiers.size() < MAX_KEYS) {
          verifiers.put(key.getKeyID(), new ECDSAVerifier((ECKey) key));
        }
      }
      return Map.copyOf(verifiers);
    } catch (ParseException | JOSEException e) {
      throw new IllegalStateException("the key set is unreadable", e);
    }
  }

  /** One algorithm is accepted, so that no key can be used with another. */
  private static boolean isUsable(JWK key) {
    return key instanceof ECKey ec
        && Curve.P_256.equals(ec.getCurve())
        && key.getKeyID() != null
        && (key.getAlgorithm() == null || JWSAlgorithm.ES256.equals(key.getAlgorithm()))
        && (key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse()));
  }
}
