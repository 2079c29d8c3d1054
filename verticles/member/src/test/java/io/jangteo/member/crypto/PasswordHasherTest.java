package io.jangteo.member.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.member.domain.PasswordHash;
import io.jangteo.runtime.config.ByteSize;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PasswordHasherTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String PASSWORD = "correct horse battery";

  private static Vertx vertx;
  private static PasswordHasher hasher;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    hasher = new PasswordHasher(vertx, new HashingConfig(ByteSize.parse("19MiB"), 2, 2, 4));
  }

  @AfterAll
  static void stop() {
    settled(hasher.close());
    settled(vertx.close());
  }

  @Test
  void passwordMatchesItsHashAfterARoundTripThroughText() {
    PasswordHash stored = PasswordHash.parse(result(hasher.hash(PASSWORD, PATIENCE)).notation());

    assertThat(result(hasher.matches(PASSWORD, Optional.of(stored), PATIENCE))).isTrue();
    assertThat(result(hasher.matches(PASSWORD + "!", Optional.of(stored), PATIENCE))).isFalse();
  }

  @Test
  void samePasswordIsNeverHashedToTheSame() {
    assertThat(result(hasher.hash(PASSWORD, PATIENCE)))
        .isNotEqualTo(result(hasher.hash(PASSWORD, PATIENCE)));
  }

  @Test
  void hashOfAnotherCostStillMatches() {
    PasswordHash cheaper = new Argon2id(new PasswordHash.Cost(7168, 1, 1)).hash(PASSWORD);

    assertThat(result(hasher.matches(PASSWORD, Optional.of(cheaper), PATIENCE))).isTrue();
  }

  @Test
  void knownAnswerOfTheReferenceImplementation() {
    PasswordHash reference =
        PasswordHash.parse(
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$"
                + "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");

    assertThat(result(hasher.matches("password", Optional.of(reference), PATIENCE))).isTrue();
  }

  @Test
  void accentsMatchHoweverTheyAreComposed() {
    PasswordHash composed = result(hasher.hash("caf\u00e9 au lait", PATIENCE));

    assertThat(result(hasher.matches("cafe\u0301 au lait", Optional.of(composed), PATIENCE)))
        .isTrue();
  }

  @Test
  void withoutAHashNothingMatches() {
    assertThat(result(hasher.matches(PASSWORD, Optional.empty(), PATIENCE))).isFalse();
  }

  @Test
  void whatDoesNotFitTheQueueIsRefusedAtOnceAndTheRestIsDone() {
    List<Future<PasswordHash>> burst =
        IntStream.range(0, 20).mapToObj(i -> hasher.hash(PASSWORD, PATIENCE)).toList();
    burst.forEach(PasswordHasherTest::settled);

    assertThat(burst.stream().filter(Future::succeeded)).hasSizeBetween(6, 19);
    assertThat(burst.stream().filter(Future::failed))
        .isNotEmpty()
        .allSatisfy(
            refused -> {
              assertThat(codeOf(refused)).isEqualTo(FailureCode.UNAVAILABLE);
              assertThat(((ServiceFailure) refused.cause()).retryAfter()).isPresent();
              assertThat(((ServiceFailure) refused.cause()).isRefusal()).isTrue();
            });
    assertThat(result(hasher.hash(PASSWORD, PATIENCE))).isNotNull();
  }

  /** With room for all of them, so that it is the time alone that decides. */
  @Test
  void whatCannotBeDoneInTimeIsRefusedAtOnceAndTheRestIsDoneInTime() {
    PasswordHasher roomy =
        new PasswordHasher(vertx, new HashingConfig(ByteSize.parse("19MiB"), 2, 2, 1_000));
    long before = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      result(roomy.hash(PASSWORD, PATIENCE));
    }
    Duration patience = Duration.ofNanos((System.nanoTime() - before) / 2);

    List<Future<PasswordHash>> burst =
        IntStream.range(0, 200).mapToObj(i -> roomy.hash(PASSWORD, patience)).toList();
    long refusedAtOnce = burst.stream().filter(Future::isComplete).count();
    burst.forEach(PasswordHasherTest::settled);
    settled(roomy.close());

    List<FailureCode> failures =
        burst.stream().filter(Future::failed).map(PasswordHasherTest::codeOf).toList();
    System.out.printf(
        "hashing: of 200 at once %d refused at once, %d late, %d done within %d ms%n",
        refusedAtOnce,
        failures.stream().filter(FailureCode.DEADLINE_EXCEEDED::equals).count(),
        200 - failures.size(),
        patience.toMillis());
    // On a machine that was busier a moment ago than it is now, or the other way round, the time
    // that was measured is good for two or three times as many, or for half.
    assertThat(refusedAtOnce).as("two threads do about twenty").isBetween(100L, 198L);
    assertThat(200 - failures.size()).isGreaterThanOrEqualTo(5);
  }

  @Test
  void whatNobodyWaitsForIsNotHashed() {
    assertThat(codeOf(settled(hasher.hash(PASSWORD, Duration.ZERO))))
        .isEqualTo(FailureCode.DEADLINE_EXCEEDED);
  }

  private static FailureCode codeOf(Future<?> failed) {
    return ((ServiceFailure) failed.cause()).code();
  }

  private static <T> T result(Future<T> future) {
    return settled(future).result();
  }

  private static <T> Future<T> settled(Future<T> future) {
    await().atMost(PATIENCE).until(future::isComplete);
    return future;
  }
}
