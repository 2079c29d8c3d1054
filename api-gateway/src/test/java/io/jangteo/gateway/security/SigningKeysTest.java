package io.jangteo.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import io.jangteo.gateway.GatewayConfig;
import io.jangteo.gateway.TokenMint;
import io.jangteo.runtime.config.Configuration;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
  private static final long SECOND = 1_000_000_000L;

  private final TokenMint first = new TokenMint("k1");
  private final TokenMint second = new TokenMint("k2");
  private final AtomicLong now = new AtomicLong(1);
  private final AtomicInteger fetches = new AtomicInteger();
  private final AtomicInteger revocations = new AtomicInteger();
  private Future<Buffer> published = Future.succeededFuture(first.keySet());
  private final SigningKeys keys =
      new SigningKeys(
          () -> {
            fetches.incrementAndGet();
            return published;
          },
          Set.of("ES256"),
          config(),
          now::get,
          revocations::incrementAndGet);

  @Test
  void theFirstTokenFetchesTheKeys() {
    assertThat(knows("k1")).isTrue();
    assertThat(fetches).hasValue(1);
  }

  @Test
  void aFloodOfUnknownKeyIdsFetchesOnceInHalfAMinute() {
    knows("k1");
    now.addAndGet(31 * SECOND);

    for (int i = 0; i < 1000; i++) {
      assertThat(knows("forged-" + i)).isFalse();
      now.addAndGet(SECOND / 100);
    }

    assertThat(fetches).hasValue(2);
    assertThat(knows("k1")).isTrue();
  }

  @Test
  void aNewKeyIsLearnedWhenItsFirstTokenComes() {
    knows("k1");
    published = Future.succeededFuture(both());
    now.addAndGet(31 * SECOND);

    assertThat(knows("k2")).isTrue();
    assertThat(knows("k1")).isTrue();
    assertThat(revocations).hasValue(0);
  }

  @Test
  void aKeyThatIsNoLongerPublishedIsForgotten() {
    published = Future.succeededFuture(both());
    assertThat(knows("k2")).isTrue();
    published = Future.succeededFuture(first.keySet());

    keys.refresh();

    assertThat(knows("k2")).isFalse();
    assertThat(revocations).hasValue(1);
  }

  @Test
  void theLastGoodKeysServeForADayWhileNoneCanBeFetched() {
    knows("k1");
    published = Future.failedFuture("down");

    now.addAndGet(23 * 3600 * SECOND);
    keys.refresh();
    assertThat(knows("k1")).isTrue();

    now.addAndGet(2 * 3600 * SECOND);
    assertThat(knows("k1")).isFalse();
    assertThat(keys.isLoaded()).isFalse();
  }

  @Test
  void rubbishDoesNotReplaceGoodKeys() {
    knows("k1");
    for (String rubbish :
        new String[] {"", "{}", "{\"keys\":[]}", "[]", "{\"keys\":[{\"kty\":\"RSA\"}]}"}) {
      published = Future.succeededFuture(Buffer.buffer(rubbish));
      keys.refresh();
      assertThat(knows("k1")).isTrue();
    }
  }

  @Test
  void oneFetchServesAllWhoWaitForIt() {
    Promise<Buffer> pending = Promise.promise();
    published = pending.future();
    Future<?> one = keys.find("k1");
    Future<?> other = keys.find("k1");

    pending.complete(first.keySet());

    assertThat(one.succeeded() && other.succeeded()).isTrue();
    assertThat(fetches).hasValue(1);
  }

  private boolean knows(String keyId) {
    return keys.find(keyId).result().isPresent();
  }

  private Buffer both() {
    return Buffer.buffer(
        new JWKSet(java.util.List.of(first.key().toPublicJWK(), second.key().toPublicJWK()))
            .toString());
  }

  private static GatewayConfig.Tokens config() {
    return Configuration.ofEnvironment(Map.of()).bind("gateway.tokens", GatewayConfig.Tokens.class);
  }
}
