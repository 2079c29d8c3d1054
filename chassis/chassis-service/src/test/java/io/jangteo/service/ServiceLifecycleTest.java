package io.jangteo.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jangteo.bus.ServiceRuntime;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.runtime.health.Health;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceLifecycleTest {
  private final Health health = new Health();
  private final List<String> stopped = new ArrayList<>();
  private Vertx vertx;
  private ServiceLifecycle lifecycle;

  @BeforeEach
  void begin() {
    vertx = Vertx.vertx();
    lifecycle =
        new ServiceLifecycle(
            vertx, "demo", new ServiceRuntime("p1", "1", health, new SimpleMeterRegistry(), null));
  }

  @AfterEach
  void end() {
    vertx.close();
  }

  @Test
  void partsStopInTheReverseOfTheirStart() {
    // Given
    lifecycle.onStop(part("database"));
    lifecycle.onStop(part("messaging"));
    lifecycle.onStop(part("bus"));

    // When
    Future<Void> end = lifecycle.stop();

    // Then
    assertThat(end.succeeded()).isTrue();
    assertThat(stopped).containsExactly("bus", "messaging", "database");
  }

  @Test
  void aPartThatFailsToStopDoesNotKeepTheOthersRunning() {
    // Given
    lifecycle.onStop(part("database"));
    lifecycle.onStop(() -> Future.failedFuture("stuck"));

    // When
    Future<Void> end = lifecycle.stop();

    // Then
    assertThat(end.succeeded()).isTrue();
    assertThat(stopped).containsExactly("database");
  }

  @Test
  void firstWorkIsDoneAgainWhileTheDatabaseDoesNotAnswer() {
    AtomicInteger attempts = new AtomicInteger();

    String done =
        lifecycle
            .first(
                database(Duration.ofSeconds(30)),
                () ->
                    attempts.incrementAndGet() < 3
                        ? Future.<String>failedFuture(away())
                        : Future.succeededFuture("done"))
            .await();

    assertThat(done).isEqualTo("done");
    assertThat(attempts).hasValue(3);
  }

  @Test
  void firstWorkIsGivenUpWhenStartHasWaitedLongEnoughOrForAnotherReason() {
    AtomicInteger attempts = new AtomicInteger();

    assertThatThrownBy(
            () -> lifecycle.first(database(Duration.ZERO), () -> attempt(attempts, away())).await())
        .hasMessage(away().getMessage());
    assertThatThrownBy(
            () ->
                lifecycle
                    .first(
                        database(Duration.ofSeconds(30)),
                        () -> attempt(attempts, new IllegalStateException("wrong")))
                    .await())
        .hasMessage("wrong");
    assertThat(attempts).hasValue(2);
  }

  private static Future<Void> attempt(AtomicInteger attempts, Throwable outcome) {
    attempts.incrementAndGet();
    return Future.failedFuture(outcome);
  }

  private static ServiceFailure away() {
    return ServiceFailure.unavailable("The database is away", Duration.ofSeconds(1), null);
  }

  private static DatabaseConfig database(Duration startTimeout) {
    Duration second = Duration.ofSeconds(1);
    return new DatabaseConfig(
        "localhost", 5432, "db", "user", null, 4, 512, second, second, second, startTimeout);
  }

  @Test
  void aSecondStopDoesNothing() {
    // Given
    lifecycle.onStop(part("database"));
    lifecycle.stop();

    // When
    lifecycle.stop();

    // Then
    assertThat(stopped).containsExactly("database");
  }

  @Test
  void anAbandonedStartStopsWhatItHadAndKeepsItsReason() {
    // Given
    lifecycle.onStop(part("database"));
    IllegalStateException reason = new IllegalStateException("no broker");

    // When
    Future<Object> abandoned = lifecycle.abandon(reason);

    // Then
    assertThat(abandoned.cause()).isSameAs(reason);
    assertThat(stopped).containsExactly("database");
  }

  @Test
  void aWatchedPartCountsForReadinessUntilTheStop() {
    // Given
    lifecycle.watch("timers", () -> false);
    boolean readyBefore = health.isReady();

    // When
    lifecycle.stop();

    // Then
    assertThat(readyBefore).isFalse();
    assertThat(health.isReady()).isTrue();
    assertThat(health.report()).isEmpty();
  }

  private Supplier<Future<Void>> part(String name) {
    return () -> {
      stopped.add(name);
      return Future.succeededFuture();
    };
  }
}
