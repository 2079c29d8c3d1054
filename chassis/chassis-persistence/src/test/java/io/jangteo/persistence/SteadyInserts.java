package io.jangteo.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.testing.history.HistoryChecker;
import io.jangteo.testing.history.Journal;
import io.jangteo.testing.history.Outcome;
import io.jangteo.testing.history.Verdict;
import io.jangteo.testing.history.Verdict.Judgement;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Transactions that begin at a steady pace, whatever becomes of those before them, each of which
 * adds a row; and how they ended.
 */
final class SteadyInserts {
  static final int A_SECOND = 100;

  private static final int ROWS_MIN = 10;

  private final Database database;
  private final Vertx vertx;
  private final Journal<UUID> journal = new Journal<>();
  private final AtomicInteger pending = new AtomicInteger();
  private final AtomicInteger mostPending = new AtomicInteger();
  private final AtomicLong longestNanos = new AtomicLong();
  private final AtomicInteger done = new AtomicInteger();
  private final Queue<Throwable> refused = new ConcurrentLinkedQueue<>();
  private final long timer;

  /** Nothing in the table keeps a row from being there twice. */
  SteadyInserts(Vertx vertx, SampleServer server, Database database) {
    this(vertx, server, database, A_SECOND);
  }

  SteadyInserts(Vertx vertx, SampleServer server, Database database, int aSecond) {
    this.vertx = vertx;
    this.database = database;
    server.tell(
        "DROP TABLE IF EXISTS added; CREATE TABLE added (id uuid NOT NULL);"
            + " ALTER TABLE added OWNER TO sample");
    this.timer = vertx.setPeriodic(1_000 / aSecond, ignored -> insert());
  }

  private void insert() {
    UUID id = UUID.randomUUID();
    long begun = System.nanoTime();
    journal.invoke(id);
    mostPending.accumulateAndGet(pending.incrementAndGet(), Math::max);
    database
        .transaction(
            connection ->
                connection
                    .preparedQuery("INSERT INTO added (id) VALUES ($1)")
                    .execute(Tuple.of(id)))
        .onComplete(
            ended -> {
              pending.decrementAndGet();
              longestNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
              journal.told(id, ended.succeeded() ? Outcome.OK : Outcome.INFO);
              if (ended.succeeded()) {
                done.incrementAndGet();
              } else {
                refused.add(ended.cause());
              }
            });
  }

  int done() {
    return done.get();
  }

  int refused() {
    return refused.size();
  }

  void awaitMore(int count, Duration atMost) {
    int before = done();
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(atMost)
        .until(() -> done() >= before + count);
  }

  void awaitRefused(int count) {
    await().atMost(Duration.ofSeconds(20)).until(() -> refused() >= count);
  }

  /**
   * Ends it, and checks that every row of which somebody was told is there, none twice, and that
   * whoever got no answer was told so in time.
   */
  void stopAndJudge(String fault) {
    vertx.cancelTimer(timer);
    await().atMost(Duration.ofSeconds(20)).until(() -> pending.get() == 0);
    journal.read(this::rows);
    Verdict<UUID> verdict = HistoryChecker.ofAtLeast(ROWS_MIN).check(journal.history());
    System.out.printf(
        "%s: %s, refused %d, longest call %d ms, most calls under way %d%n",
        fault, verdict, refused(), longest().toMillis(), mostPending.get());
    assertThat(verdict.judgement()).as("%s", verdict).isEqualTo(Judgement.VALID);
    assertThat(refused)
        .allSatisfy(
            error ->
                assertThat(error)
                    .isInstanceOfSatisfying(
                        ServiceFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.UNAVAILABLE)));
    assertThat(longest()).isLessThan(SampleServer.CALL_MAX);
  }

  int mostUnderWay() {
    return mostPending.get();
  }

  Duration longest() {
    return Duration.ofNanos(longestNanos.get());
  }

  private List<UUID> rows() {
    List<UUID> rows = new ArrayList<>();
    SampleServer.result(database.pool().query("SELECT id FROM added").execute())
        .forEach(row -> rows.add(row.getUUID(0)));
    return rows;
  }
}
