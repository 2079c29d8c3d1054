package io.jangteo.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.testing.history.HistoryChecker;
import io.jangteo.testing.history.Verdict;
import io.jangteo.testing.history.Verdict.Judgement;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A steady load from one service's outbox to the other's inbox while something breaks, and the
 * judgement on what became of it: nothing lost, nothing doubled, the order kept.
 */
final class Trial {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);

  private final String title;
  private final TestService from;
  private final TestService to;
  private final SteadyLoad load;

  private Trial(String title, TestService from, TestService to, SteadyLoad load) {
    this.title = title;
    this.from = from;
    this.to = to;
    this.load = load;
  }

  /**
   * @param title begins the line that is printed of it
   */
  static Trial begin(Vertx vertx, String title, TestService from, TestService to) {
    return new Trial(title, from, to, SteadyLoad.on(vertx, from));
  }

  Set<UUID> acknowledged() {
    return load.journal().acknowledged();
  }

  /** Waits until there have been so many. */
  void awaitEffects(int count) {
    awaitAsserted(SOON, () -> assertThat(to.applied()).isGreaterThan(count));
  }

  void awaitEffectsOfWhatIsAppendedFromNow() {
    awaitEffectsOfWhatIsAppendedFromNow(2 * SteadyLoad.A_SECOND);
  }

  void awaitEffectsOfWhatIsAppendedFromNow(int count) {
    awaitEffects(acknowledged().size() + count);
  }

  /** How long it takes until all that was appended by now has had its effect. */
  Duration awaitDrained(Duration atMost) {
    long begun = System.nanoTime();
    Set<UUID> owed = acknowledged();
    awaitAsserted(atMost, () -> assertThat(effects().containsAll(owed)).isTrue());
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** A database that cannot be asked just now is asked again. */
  private static void awaitAsserted(Duration atMost, org.awaitility.core.ThrowingRunnable check) {
    await().pollInterval(POLL).atMost(atMost).untilAsserted(check);
  }

  /** Nothing more is appended. */
  void stop() {
    load.stop();
  }

  /**
   * @param drained how long it took, to be printed
   * @param acknowledgedMin below which it proves nothing
   */
  void judge(String fault, Duration drained, int acknowledgedMin) {
    stop();
    awaitQuiet();
    load.journal().read(this::effects);
    Verdict<UUID> verdict =
        HistoryChecker.ofAtLeast(acknowledgedMin).check(load.journal().history());
    System.out.printf(
        Locale.ROOT,
        "%s %s: attempted=%d acknowledged=%d lost=%d duplicated=%d recovered=%d"
            + " delivered again=%d longest gap=%.1f s, of effects %.1f s,"
            + " backlog drained in %.1f s%n",
        title,
        fault,
        verdict.attempted(),
        verdict.acknowledged(),
        verdict.lost().size(),
        verdict.duplicated().size(),
        verdict.recovered().size(),
        to.count("SELECT count(*) FROM seen_again"),
        longestConfirmGap().toMillis() / 1000.0,
        longestEffectGap().toMillis() / 1000.0,
        drained.toMillis() / 1000.0);
    assertThat(verdict.judgement()).as("%s", verdict).isEqualTo(Judgement.VALID);
    assertTheOrderWasKept();
    assertThat(to.count("SELECT count(*) FROM parked_messages")).isZero();
  }

  private Collection<UUID> effects() {
    List<String> ids = to.texts("SELECT message_id FROM applied");
    return ids.stream().map(UUID::fromString).toList();
  }

  /** When it does not become quiet the verdict says what is missing. */
  private void awaitQuiet() {
    try {
      awaitAsserted(
          SOON,
          () -> {
            assertThat(load.isIdle()).isTrue();
            assertThat(from.count("SELECT count(*) FROM outbox WHERE published_at IS NULL"))
                .isZero();
            // Also of those of whose commit nobody was told.
            assertThat(to.applied())
                .isGreaterThanOrEqualTo(from.count("SELECT count(*) FROM outbox"));
          });
    } catch (ConditionTimeoutException e) {
      System.out.println(title + " did not become quiet: " + e.getMessage());
    }
  }

  private void assertTheOrderWasKept() {
    assertThat(
            to.count(
                """
                SELECT count(*) FROM (
                  SELECT version, row_number() OVER (PARTITION BY aggregate_id ORDER BY place) n
                  FROM applied) each
                WHERE version <> n
                """))
        .as("effects out of order")
        .isZero();
  }

  /** In which nothing of some aggregate was confirmed. */
  Duration longestConfirmGap() {
    return Duration.ofMillis(
        from.count(
            """
            SELECT coalesce(max(extract(epoch FROM gap)) * 1000, 0)::bigint FROM (
              SELECT published_at - lag(published_at)
                OVER (PARTITION BY aggregate_id ORDER BY published_at) gap
              FROM outbox WHERE published_at IS NOT NULL) each
            """));
  }

  /** In which nothing at all had an effect. */
  private Duration longestEffectGap() {
    return Duration.ofMillis(
        to.count(
            """
            SELECT coalesce(max(extract(epoch FROM gap)) * 1000, 0)::bigint FROM (
              SELECT processed_at - lag(processed_at) OVER (ORDER BY processed_at) gap
              FROM inbox) each
            """));
  }
}
