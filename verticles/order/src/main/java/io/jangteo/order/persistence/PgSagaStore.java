package io.jangteo.order.persistence;

import io.jangteo.events.Transaction;
import io.jangteo.order.application.LoadedSaga;
import io.jangteo.order.application.SagaAnswer;
import io.jangteo.order.application.SagaChange;
import io.jangteo.order.application.SagaStore;
import io.jangteo.order.domain.OrderEvent;
import io.jangteo.order.domain.OrderEvent.OrderPlaced;
import io.jangteo.order.domain.saga.SagaDefinition;
import io.jangteo.order.domain.saga.SagaState;
import io.jangteo.persistence.Database;
import io.jangteo.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Sagas in PostgreSQL: one statement to load a batch, one to write it. */
public final class PgSagaStore implements SagaStore {
  static final Integer[] KNOWN = SagaDefinition.known().toArray(Integer[]::new);

  private final Database database;

  public PgSagaStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<List<LoadedSaga>> lock(Transaction transaction, Collection<UUID> orderIds) {
    return transaction
        .connection()
        .preparedQuery(SagaSql.LOCK)
        .execute(known(orderIds.toArray(UUID[]::new)))
        .map(PgSagaStore::loaded);
  }

  /** Value by value: of two, an array as the second would be taken for all that follow. */
  private static Tuple known(Object first) {
    return Tuple.tuple().addValue(first).addValue(KNOWN);
  }

  @Override
  public Future<List<LoadedSaga>> lockDue(Transaction transaction, int most) {
    return transaction
        .connection()
        .preparedQuery(SagaSql.LOCK_DUE)
        .execute(Tuple.of(KNOWN, most))
        .map(PgSagaStore::loaded);
  }

  @Override
  public Future<Set<UUID>> keep(Transaction transaction, List<SagaAnswer> answers) {
    Tuple parameters =
        Tuple.tuple()
            .addValue(Columns.of(answers, UUID[]::new, SagaAnswer::orderId))
            .addValue(Columns.of(answers, UUID[]::new, SagaAnswer::messageId))
            .addValue(Columns.of(answers, String[]::new, SagaAnswer::type))
            .addValue(Columns.of(answers, String[]::new, SagaAnswer::payload));
    return transaction
        .connection()
        .preparedQuery(SagaSql.KEEP)
        .execute(parameters)
        .map(
            rows -> {
              Set<UUID> kept = new HashSet<>();
              rows.forEach(row -> kept.add(row.getUUID("order_id")));
              return kept;
            });
  }

  @Override
  public Future<List<SagaAnswer>> takeKept(Transaction transaction, Collection<UUID> orderIds) {
    return transaction
        .connection()
        .preparedQuery(SagaSql.TAKE_KEPT)
        .execute(known(orderIds.toArray(UUID[]::new)))
        .map(
            rows -> {
              List<SagaAnswer> taken = new ArrayList<>(rows.size());
              rows.forEach(row -> taken.add(answer(row)));
              return taken;
            });
  }

  private static SagaAnswer answer(Row row) {
    return new SagaAnswer(
        row.getUUID("order_id"),
        row.getUUID("message_id"),
        row.getString("type"),
        row.getString("payload"));
  }

  @Override
  public Future<List<LoadedSaga>> lockKept(Transaction transaction, int most) {
    return transaction
        .connection()
        .preparedQuery(SagaSql.LOCK_KEPT)
        .execute(Tuple.of(KNOWN, most))
        .map(PgSagaStore::loaded);
  }

  @Override
  public Future<Boolean> hasKept() {
    return database
        .pool()
        .preparedQuery(SagaSql.HAS_KEPT)
        .execute(Tuple.tuple().addValue(KNOWN))
        .map(rows -> rows.iterator().next().getBoolean("found"));
  }

  @Override
  public Future<Boolean> isOfAnother(Transaction transaction, UUID orderId) {
    return transaction
        .connection()
        .preparedQuery(SagaSql.IS_OF_ANOTHER)
        .execute(known(orderId))
        .map(rows -> rows.iterator().next().getBoolean("found"));
  }

  private static List<LoadedSaga> loaded(RowSet<Row> rows) {
    List<LoadedSaga> sagas = new ArrayList<>(rows.size());
    for (Row row : rows) {
      String placed = row.getString("placed");
      sagas.add(
          new LoadedSaga(
              Json.decode(row.getString("state"), SagaState.class),
              Columns.order(row),
              Columns.total(row),
              placed == null ? null : Json.decode(placed, OrderPlaced.class),
              Columns.instant(row, "now")));
    }
    return sagas;
  }

  @Override
  public Future<Void> save(Transaction transaction, List<SagaChange> changes) {
    List<SagaChange> folded = changes.stream().filter(c -> !c.events().isEmpty()).toList();
    Tuple parameters = Tuple.tuple();
    addSagas(parameters, changes);
    addOrders(parameters, folded);
    addEvents(parameters, folded);
    return transaction.connection().preparedQuery(SagaSql.SAVE).execute(parameters).mapEmpty();
  }

  private static void addSagas(Tuple parameters, List<SagaChange> changes) {
    List<SagaState> sagas = changes.stream().map(SagaChange::saga).toList();
    parameters
        .addValue(Columns.of(sagas, UUID[]::new, SagaState::orderId))
        .addValue(Columns.of(sagas, String[]::new, saga -> saga.phase().name()))
        .addValue(Columns.of(sagas, Integer[]::new, SagaState::commands))
        .addValue(Columns.of(sagas, String[]::new, Json::encodeToString))
        .addValue(
            Columns.of(
                sagas, OffsetDateTime[]::new, saga -> Columns.time(saga.wakeAt().orElse(null))));
  }

  private static void addOrders(Tuple parameters, List<SagaChange> changes) {
    parameters
        .addValue(Columns.of(changes, UUID[]::new, change -> change.saga().orderId()))
        .addValue(Columns.of(changes, Long[]::new, change -> change.order().version()))
        .addValue(Columns.of(changes, String[]::new, change -> change.order().status().name()))
        .addValue(Columns.of(changes, String[]::new, change -> change.order().last().storedName()))
        .addValue(
            Columns.of(changes, String[]::new, change -> Columns.steps(change.order().open())))
        .addValue(Columns.of(changes, String[]::new, change -> change.order().reason()))
        .addValue(Columns.of(changes, OffsetDateTime[]::new, change -> Columns.time(change.at())));
  }

  /** One event with its place in its order's stream. */
  private record Appended(UUID orderId, long version, OrderEvent event, Instant at) {}

  private static void addEvents(Tuple parameters, List<SagaChange> changes) {
    List<Appended> events = new ArrayList<>();
    for (SagaChange change : changes) {
      long version = change.order().version() - change.events().size();
      for (OrderEvent event : change.events()) {
        events.add(new Appended(change.saga().orderId(), ++version, event, change.at()));
      }
    }
    parameters
        .addValue(Columns.of(events, UUID[]::new, Appended::orderId))
        .addValue(Columns.of(events, Long[]::new, Appended::version))
        .addValue(Columns.of(events, String[]::new, e -> e.event().type().storedName()))
        .addValue(Columns.of(events, String[]::new, e -> Json.encodeToString(e.event())))
        .addValue(Columns.of(events, OffsetDateTime[]::new, e -> Columns.time(e.at())));
  }

  @Override
  public Future<Long> running() {
    return database
        .pool()
        .preparedQuery(SagaSql.RUNNING)
        .execute()
        .map(rows -> rows.iterator().next().getLong("running"));
  }
}
