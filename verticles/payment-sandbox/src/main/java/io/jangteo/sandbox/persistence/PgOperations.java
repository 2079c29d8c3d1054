package io.jangteo.sandbox.persistence;

import io.jangteo.persistence.Database;
import io.jangteo.runtime.Ids;
import io.jangteo.sandbox.application.EffectRequest;
import io.jangteo.sandbox.application.EffectRequest.Authorize;
import io.jangteo.sandbox.application.EffectRequest.Capture;
import io.jangteo.sandbox.application.EffectRequest.Refund;
import io.jangteo.sandbox.application.EffectRequest.VoidHold;
import io.jangteo.sandbox.application.OperationBook;
import io.jangteo.sandbox.domain.Card;
import io.jangteo.sandbox.domain.Operation;
import io.jangteo.sandbox.domain.Refusal;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** The books in PostgreSQL; see {@link OperationSql} for how they stay right. */
public final class PgOperations implements OperationBook {
  private static final String KEY_TAKEN = "operations_idempotency_key_uq";

  private final Pool pool;

  public PgOperations(Database database) {
    this.pool = database.pool();
  }

  @Override
  public Future<Optional<Logged>> perform(String key, EffectRequest request) {
    String print = request.fingerprint();
    UUID id = Ids.next();
    if (request instanceof Authorize ask) {
      return log(
          OperationSql.AUTHORIZE,
          Tuple.of(id, key, print, ask.card().name(), ask.amountMinor(), ask.currency()));
    }
    if (request instanceof VoidHold ask) {
      return log(OperationSql.VOID, Tuple.of(id, key, print, ask.authorizationId()));
    }
    if (request instanceof Capture ask) {
      return log(
          OperationSql.CAPTURE, Tuple.of(id, key, print, ask.authorizationId(), ask.amountMinor()));
    }
    Refund ask = (Refund) request;
    return log(OperationSql.REFUND, Tuple.of(id, key, print, ask.captureId(), ask.amountMinor()));
  }

  @Override
  public Future<Optional<Logged>> decline(String key, Authorize ask, Refusal reason) {
    return log(
        OperationSql.DECLINE,
        Tuple.of(
            Ids.next(), key, ask.fingerprint(), reason.name(), ask.amountMinor(), ask.currency()));
  }

  private Future<Optional<Logged>> log(String sql, Tuple parameters) {
    return pool.preparedQuery(sql)
        .execute(parameters)
        .map(PgOperations::first)
        .recover(
            error ->
                Database.violates(error, KEY_TAKEN)
                    ? Future.succeededFuture(Optional.empty())
                    : Database.translate(error));
  }

  @Override
  public Future<Operation> block(String key) {
    return pool.preparedQuery(OperationSql.BLOCK)
        .execute(Tuple.of(Ids.next(), key))
        .compose(ignored -> find(key))
        .map(Optional::orElseThrow)
        .recover(Database::translate);
  }

  @Override
  public Future<Optional<Operation>> find(String key) {
    return pool.preparedQuery(OperationSql.FIND)
        .execute(Tuple.of(key))
        .map(rows -> first(rows).map(Logged::operation))
        .recover(Database::translate);
  }

  @Override
  public Future<Refusal> explain(EffectRequest request) {
    if (request instanceof Refund ask) {
      return pool.preparedQuery(OperationSql.CAPTURE_EXISTS)
          .execute(Tuple.of(ask.captureId()))
          .map(rows -> rows.size() == 0 ? Refusal.CAPTURE_UNKNOWN : Refusal.AMOUNT_TOO_LARGE)
          .recover(Database::translate);
    }
    UUID authorization =
        request instanceof VoidHold ask
            ? ask.authorizationId()
            : ((Capture) request).authorizationId();
    return pool.preparedQuery(OperationSql.AUTHORIZATION_STATE)
        .execute(Tuple.of(authorization))
        .map(PgOperations::refusal)
        .recover(Database::translate);
  }

  private static Refusal refusal(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Refusal.AUTHORIZATION_UNKNOWN;
    }
    return rows.iterator().next().getLong("available") == null
        ? Refusal.AUTHORIZATION_CLOSED
        : Refusal.AMOUNT_TOO_LARGE;
  }

  @Override
  public Future<Integer> countAttempt(String key) {
    return pool.preparedQuery(OperationSql.COUNT_ATTEMPT)
        .execute(Tuple.of(key))
        .map(rows -> rows.iterator().next().getInteger("times"))
        .recover(Database::translate);
  }

  private static Optional<Logged> first(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(read(rows.iterator().next()));
  }

  private static Logged read(Row row) {
    Operation operation =
        new Operation(
            row.getUUID("id"),
            row.getString("idempotency_key"),
            Operation.Kind.valueOf(row.getString("kind")),
            Operation.Outcome.valueOf(row.getString("outcome")),
            row.getString("fingerprint"),
            row.getUUID("authorization_id"),
            row.getLong("amount_minor"),
            row.getString("currency"),
            row.getString("reason"),
            row.getOffsetDateTime("recorded_at"));
    return new Logged(operation, Optional.ofNullable(row.getString("card")).map(Card::valueOf));
  }
}
