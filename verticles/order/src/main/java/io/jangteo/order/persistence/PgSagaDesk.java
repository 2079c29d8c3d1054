package io.jangteo.order.persistence;

import io.jangteo.events.Transaction;
import io.jangteo.order.application.SagaDesk;
import io.jangteo.order.application.SagaView;
import io.jangteo.order.application.SagaView.Intervention;
import io.jangteo.order.domain.saga.SagaState;
import io.jangteo.persistence.Database;
import io.jangteo.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** {@link SagaDesk} in PostgreSQL. */
public final class PgSagaDesk implements SagaDesk {
  private static final UUID FIRST = new UUID(0, 0);

  private static final String PARKED =
      """
      SELECT state::text AS state FROM sagas
      WHERE phase = 'PARKED' AND order_id > $1 AND definition_version = ANY($3::int[])
      ORDER BY order_id LIMIT $2
      """;

  private static final String STUCK =
      """
      SELECT state::text AS state FROM sagas
      WHERE wake_at IS NOT NULL AND order_id > $1 AND definition_version = ANY($3::int[])
        AND ((state ->> 'incident')::boolean
             OR (state ->> 'startedAt')::timestamptz < now() - interval '5 minutes')
      ORDER BY order_id LIMIT $2
      """;

  private static final String FIND = "SELECT state::text AS state FROM sagas WHERE order_id = $1";

  private static final String INTERVENTIONS =
      """
      SELECT verb, step, by, reason, at FROM saga_interventions WHERE order_id = $1 ORDER BY id
      """;

  private static final String NOTE =
      """
      INSERT INTO saga_interventions (order_id, verb, step, by, reason) VALUES ($1, $2, $3, $4, $5)
      """;

  private final Database database;

  public PgSagaDesk(Database database) {
    this.database = database;
  }

  @Override
  public Future<List<SagaView>> list(Trouble trouble, UUID after, int limit) {
    return query(
            trouble == Trouble.PARKED ? PARKED : STUCK,
            Tuple.of(after == null ? FIRST : after, limit, PgSagaStore.KNOWN))
        .map(PgSagaDesk::states)
        .map(states -> states.stream().map(state -> SagaView.of(state, null)).toList());
  }

  @Override
  public Future<Optional<SagaView>> find(UUID orderId) {
    Future<RowSet<Row>> saga = query(FIND, Tuple.of(orderId));
    Future<RowSet<Row>> interventions = query(INTERVENTIONS, Tuple.of(orderId));
    return Future.all(saga, interventions)
        .map(
            ignored ->
                states(saga.result()).stream()
                    .findFirst()
                    .map(state -> SagaView.of(state, interventions(interventions.result()))));
  }

  @Override
  public Future<Void> note(Transaction transaction, UUID orderId, Wish wish) {
    return transaction
        .connection()
        .preparedQuery(NOTE)
        .execute(Tuple.of(orderId, wish.verb(), wish.step(), wish.by(), wish.reason()))
        .mapEmpty();
  }

  private Future<RowSet<Row>> query(String sql, Tuple parameters) {
    return database.pool().preparedQuery(sql).execute(parameters).recover(Database::translate);
  }

  private static List<SagaState> states(RowSet<Row> rows) {
    List<SagaState> states = new ArrayList<>(rows.size());
    rows.forEach(row -> states.add(Json.decode(row.getString("state"), SagaState.class)));
    return states;
  }

  private static List<Intervention> interventions(RowSet<Row> rows) {
    List<Intervention> interventions = new ArrayList<>(rows.size());
    rows.forEach(
        row ->
            interventions.add(
                new Intervention(
                    row.getString("verb"),
                    row.getString("step"),
                    row.getUUID("by"),
                    row.getString("reason"),
                    Columns.instant(row, "at"))));
    return interventions;
  }
}
