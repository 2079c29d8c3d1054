package io.jangteo.events;

import io.jangteo.persistence.Database;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Publishes again what a service has said, under the ids of the first time: whoever has it in the
 * inbox takes it for the duplicate it is, and whoever has lost it gets it. Only what the outbox
 * still holds can be said again.
 *
 * <p>To be used on the context of the service's messaging.
 */
public final class OutboxReplay {
  private static final String MEANT =
      """
      FROM outbox
      WHERE id > $1 AND published_at IS NOT NULL
        AND ($2::timestamptz IS NULL OR created_at >= $2::timestamptz)
        AND ($3::timestamptz IS NULL OR created_at < $3::timestamptz)
        AND ($4::uuid IS NULL OR aggregate_id = $4::uuid)
        AND ($5::text IS NULL OR type = $5::text)
      """;

  private static final String COUNT =
      "SELECT type, count(*) AS messages " + MEANT + "GROUP BY type ORDER BY type";

  private static final String OLDEST = "SELECT min(created_at) AS oldest FROM outbox";

  private static final String REPEAT =
      "WITH meant AS (SELECT id "
          + MEANT
          + """
          ORDER BY id LIMIT $6 FOR UPDATE)
          UPDATE outbox AS row
          SET round = round + 1, published_at = NULL, queued_at = clock_timestamp(), attempts = 0
          FROM meant WHERE row.id = meant.id
          RETURNING row.id
          """;

  /** The times of rows have no index: looking for them may take longer than other statements. */
  private static final Duration STATEMENT_MAX = Duration.ofSeconds(15);

  /** Published in one go. */
  private static final int SLICE = 10;

  private final Database database;
  private final Pace pace;
  private final Runnable wakeRelay;

  OutboxReplay(Database database, Pace pace, Runnable wakeRelay) {
    this.database = database;
    this.pace = pace;
    this.wakeRelay = wakeRelay;
  }

  /**
   * Which messages are meant; null is any.
   *
   * @param from when the first of them was sent
   * @param to before which all of them were
   */
  public record Span(Instant from, Instant to, UUID aggregateId, String type) {}

  /** How many of a type. */
  public record Count(String type, long messages) {}

  /**
   * What could be said again.
   *
   * @param oldest when the oldest message that is still kept was sent; null when there is none
   */
  public record Found(List<Count> types, Instant oldest) {}

  /**
   * What was put in line again.
   *
   * @param next from where to go on; null when that was all
   */
  public record Said(int messages, Long next) {}

  /** Changes nothing. */
  public Future<Found> count(Span span) {
    return patiently(
        connection ->
            connection
                .preparedQuery(COUNT)
                .execute(parameters(span, 0))
                .map(OutboxReplay::counts)
                .compose(
                    counts ->
                        connection
                            .preparedQuery(OLDEST)
                            .execute()
                            .map(rows -> new Found(counts, oldest(rows)))));
  }

  /**
   * Puts them in line again, in the order in which they were sent.
   *
   * @param after the {@code next} of the time before, or 0
   * @param patience after which no more is begun
   */
  public Future<Said> repeat(Span span, long after, int most, Duration patience) {
    return repeat(span, new Progress(after, 0), most, System.nanoTime() + patience.toNanos());
  }

  private Future<Said> repeat(Span span, Progress progress, int most, long endNanos) {
    int room = Math.min(SLICE, most - progress.messages());
    if (room == 0 || System.nanoTime() - endNanos > 0) {
      return Future.succeededFuture(new Said(progress.messages(), progress.last()));
    }
    return pace.turn(room)
        .compose(ignored -> repeatSlice(span, progress.last(), room))
        .compose(
            ids -> {
              Progress further = progress.and(ids);
              return ids.size() < room
                  ? Future.succeededFuture(new Said(further.messages(), null))
                  : repeat(span, further, most, endNanos);
            });
  }

  private Future<List<Long>> repeatSlice(Span span, long after, int room) {
    return patiently(
            connection ->
                connection
                    .preparedQuery(REPEAT)
                    .execute(parameters(span, after).addInteger(room))
                    .map(
                        rows -> {
                          List<Long> ids = new ArrayList<>();
                          rows.forEach(row -> ids.add(row.getLong("id")));
                          return ids;
                        }))
        .onSuccess(ignored -> wakeRelay.run());
  }

  private <T> Future<T> patiently(java.util.function.Function<SqlConnection, Future<T>> work) {
    return database.transaction(STATEMENT_MAX, work).recover(OutboxReplay::explain);
  }

  private static <T> Future<T> explain(Throwable error) {
    return error instanceof ServiceFailure ? Future.failedFuture(error) : Database.translate(error);
  }

  private static Tuple parameters(Span span, long after) {
    return Tuple.of(after, time(span.from()), time(span.to()))
        .addUUID(span.aggregateId())
        .addString(span.type());
  }

  private static OffsetDateTime time(Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  private static List<Count> counts(RowSet<Row> rows) {
    List<Count> counts = new ArrayList<>();
    rows.forEach(row -> counts.add(new Count(row.getString("type"), row.getLong("messages"))));
    return List.copyOf(counts);
  }

  private static Instant oldest(RowSet<Row> rows) {
    OffsetDateTime oldest = rows.iterator().next().getOffsetDateTime("oldest");
    return oldest == null ? null : oldest.toInstant();
  }

  private record Progress(long last, int messages) {
    Progress and(List<Long> ids) {
      long highest = ids.stream().mapToLong(Long::longValue).max().orElse(last);
      return new Progress(highest, messages + ids.size());
    }
  }
}
