package io.jangteo.gateway.cache;

import static io.jangteo.gateway.cache.Freshness.Use.FALLBACK;
import static io.jangteo.gateway.cache.Freshness.Use.FRESH;
import static io.jangteo.gateway.cache.Freshness.Use.NONE;
import static io.jangteo.gateway.cache.Freshness.Use.STALE;
import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.gateway.cache.Freshness.Use;
import io.vertx.core.buffer.Buffer;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessTest {
  private static final long BORN = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(20);

  private static StoredReply reply(int fresh, int stale, int error) {
    return new StoredReply(
        200,
        "application/json",
        "\"1\"",
        "public, no-cache",
        Buffer.buffer(),
        0,
        BORN,
        seconds(fresh),
        seconds(stale),
        seconds(error),
        false,
        0);
  }

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  /** The clock runs over its largest value meanwhile, as one of nanoseconds may. */
  private static Use at(long age, StoredReply reply, boolean watched, String wishes) {
    return Freshness.of(reply, BORN + seconds(age), watched, Wishes.of(wishes));
  }

  @ParameterizedTest
  @CsvSource({
    "0, FRESH",
    "4, FRESH",
    "5, STALE",
    "34, STALE",
    "35, FALLBACK",
    "304, FALLBACK",
    "305, NONE"
  })
  void anAnswerAges(long age, Use use) {
    assertThat(at(age, reply(5, 30, 300), true, null)).isEqualTo(use);
  }

  @ParameterizedTest
  @CsvSource({"4, FRESH", "5, FALLBACK", "304, FALLBACK", "305, NONE"})
  void whileChangesAreNotHeardOfNothingStaleIsGivenOut(long age, Use use) {
    assertThat(at(age, reply(5, 30, 300), false, null)).isEqualTo(use);
  }

  @Test
  void anAnswerThatMayNotStandInIsOverWithItsStaleness() {
    assertThat(at(4, reply(5, 0, 0), true, null)).isEqualTo(FRESH);
    assertThat(at(5, reply(5, 0, 0), true, null)).isEqualTo(NONE);
    assertThat(at(0, reply(5, 0, 0), true, "no-cache")).isEqualTo(NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0  | no-cache                | FALLBACK
          0  | no-store                | FALLBACK
          0  | max-age=0               | FRESH
          1  | max-age=0               | FALLBACK
          3  | max-age=3               | FRESH
          4  | max-age=3               | FALLBACK
          6  | max-age=10              | STALE
          2  | min-fresh=3             | FRESH
          3  | min-fresh=3             | FALLBACK
          6  | min-fresh=1             | FALLBACK
          1  | max-age=nonsense        | FALLBACK
          1  | max-age=99999999999999  | FRESH
          1  | something-else, x="a,b" | FRESH
          1  | MAX-AGE="0"             | FALLBACK
          """)
  void theClientMayWantMore(long age, String wishes, Use use) {
    assertThat(at(age, reply(5, 30, 300), true, wishes)).isEqualTo(use);
  }

  @Test
  void aServiceThatHasJustFailedIsNotWaitedFor() {
    StoredReply failed = reply(5, 0, 300).markFailed(BORN + seconds(50));

    assertThat(at(51, failed, true, null)).isEqualTo(STALE);
    assertThat(at(79, failed, true, null)).isEqualTo(STALE);
    assertThat(at(80, failed, true, null)).isEqualTo(FALLBACK);
    assertThat(at(51, failed, true, "no-cache")).isEqualTo(FALLBACK);
    assertThat(Freshness.of(failed, BORN + seconds(305), true, Wishes.NONE)).isEqualTo(NONE);
  }

  @Test
  void nothingIsGoodForNothing() {
    assertThat(Freshness.of(null, 0, true, Wishes.NONE)).isEqualTo(NONE);
    assertThat(FALLBACK).isLessThan(NONE);
  }

  @Test
  void directivesAreReadAsWrittenAndTheFirstCounts() {
    CacheControl control =
        CacheControl.parse("Max-Age=3, max-age=9, no-cache=\"set-cookie, x\", a=b=c,, =, public");

    assertThat(control.seconds("max-age")).isEqualTo(OptionalLong.of(3));
    assertThat(control.has("no-cache")).isTrue();
    assertThat(control.has("public")).isTrue();
    assertThat(control.has("set-cookie")).isFalse();
    assertThat(control.seconds("s-maxage")).isEmpty();
    assertThat(CacheControl.parse("no-store=\"never closed").has("no-store")).isTrue();
  }
}
