package io.jangteo.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.bus.Principal;
import io.jangteo.gateway.ApiKeysConfig;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final String KEY = "jk_" + "k".repeat(43);

  private final AtomicLong nanos = new AtomicLong();
  private final List<String> asked = new ArrayList<>();
  private final Principal machine = new Principal(Ids.next(), Set.of("merchant"));
  private Future<Optional<VerifiedToken>> answer = Future.succeededFuture(Optional.of(good()));
  private final ApiKeys keys =
      new ApiKeys(
          digest -> {
            asked.add(digest);
            return answer;
          },
          new ApiKeysConfig(Duration.ofSeconds(10), 100, 2, Duration.ofSeconds(1)),
          Clock.fixed(NOW, ZoneOffset.UTC),
          nanos::get);

  private VerifiedToken good() {
    return VerifiedToken.ofKey(machine, Instant.MAX, Set.of());
  }

  @Test
  void whatIsKnownIsNotAskedAboutForAWhile() {
    for (int i = 0; i < 100; i++) {
      assertThat(keys.verify(KEY).result().principal()).isEqualTo(machine);
    }
    assertThat(asked).hasSize(1).doesNotContain(KEY);

    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    keys.verify(KEY);
    assertThat(asked).hasSize(2);
  }

  @Test
  void aRevokedKeyIsRefusedOnceItIsAskedAboutAgain() {
    keys.verify(KEY);
    answer = Future.succeededFuture(Optional.empty());
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());

    assertThat(refusal(KEY)).isEqualTo(FailureCode.UNAUTHENTICATED);
  }

  @Test
  void aBadKeyIsRememberedToo() {
    answer = Future.succeededFuture(Optional.empty());

    assertThat(refusal(KEY)).isEqualTo(FailureCode.UNAUTHENTICATED);
    assertThat(refusal(KEY)).isEqualTo(FailureCode.UNAUTHENTICATED);
    assertThat(asked).hasSize(1);
  }

  @Test
  void aKeyWhoseTimeIsOverIsRefusedAlsoWhileItIsRemembered() {
    answer =
        Future.succeededFuture(
            Optional.of(VerifiedToken.ofKey(machine, NOW.minusSeconds(1), Set.of())));

    assertThat(refusal(KEY)).isEqualTo(FailureCode.UNAUTHENTICATED);
  }

  @Test
  void whatIsBeingAskedIsNotAskedTwice() {
    Promise<Optional<VerifiedToken>> later = Promise.promise();
    answer = later.future();

    Future<VerifiedToken> first = keys.verify(KEY);
    Future<VerifiedToken> second = keys.verify(KEY);
    later.complete(Optional.of(good()));

    assertThat(asked).hasSize(1);
    assertThat(first.succeeded() && second.succeeded()).isTrue();
  }

  @Test
  void aFloodOfNewKeysIsBounded() {
    answer = Promise.<Optional<VerifiedToken>>promise().future();

    for (int i = 0; i < 1000; i++) {
      keys.verify("jk_" + "%043d".formatted(i));
    }

    assertThat(asked).hasSize(2);
    assertThat(refusal(KEY)).isEqualTo(FailureCode.UNAVAILABLE);
  }

  @Test
  void aFailureIsNotRemembered() {
    answer = Future.failedFuture(ServiceFailure.unavailable("down", Duration.ofSeconds(1), null));
    assertThat(refusal(KEY)).isEqualTo(FailureCode.UNAVAILABLE);

    answer = Future.succeededFuture(Optional.of(good()));
    assertThat(keys.verify(KEY).succeeded()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "jk_", "jk_short", "kj_0000", "jk_' OR 1=1 --", "\u0000"})
  void whatIsNoKeyIsNotAskedAbout(String text) {
    assertThat(refusal(text)).isEqualTo(FailureCode.UNAUTHENTICATED);
    assertThat(refusal(KEY + text + "x")).isEqualTo(FailureCode.UNAUTHENTICATED);
    assertThat(asked).isEmpty();
  }

  private FailureCode refusal(String key) {
    return ((ServiceFailure) keys.verify(key).cause()).code();
  }
}
