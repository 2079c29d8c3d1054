package io.jangteo.order.application;

import io.jangteo.events.Transaction;
import io.jangteo.order.domain.saga.SagaMessage;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives answers of participants to the sagas that wait for them. One whose definition this node
 * does not know is not touched: its answers are kept for a node that does.
 */
public final class AdvanceSagas {
  private static final Logger LOG = LoggerFactory.getLogger(AdvanceSagas.class);

  private final SagaStore store;
  private final SagaRunner sagas;
  private final SagaAnswer.Reader reader;

  public AdvanceSagas(SagaStore store, SagaRunner sagas, SagaAnswer.Reader reader) {
    this.store = store;
    this.sagas = sagas;
    this.reader = reader;
  }

  /** Each order's answers in order, those that were kept before; none may be unreadable. */
  public Future<Void> advance(Transaction transaction, List<SagaAnswer> answers) {
    Set<UUID> orderIds = answers.stream().map(SagaAnswer::orderId).collect(Collectors.toSet());
    Future<List<LoadedSaga>> locked = store.lock(transaction, orderIds);
    // Not awaited: it runs behind the other on the same connection, under its locks.
    Future<List<SagaAnswer>> kept = store.takeKept(transaction, orderIds);
    return Future.all(locked, kept)
        .compose(ignored -> run(transaction, locked.result(), kept.result(), answers))
        .compose(ignored -> keepOthers(transaction, locked.result(), answers));
  }

  /** Answers that were kept for sagas that this node can go on with; gives whose they were. */
  Future<List<UUID>> advanceKept(Transaction transaction, int most) {
    return store
        .lockKept(transaction, most)
        .compose(
            found -> {
              List<UUID> orderIds = found.stream().map(LoadedSaga::orderId).toList();
              return store
                  .takeKept(transaction, orderIds)
                  .compose(kept -> run(transaction, found, kept, List.of()))
                  .map(orderIds);
            });
  }

  private Future<Void> run(
      Transaction transaction,
      List<LoadedSaga> found,
      List<SagaAnswer> kept,
      List<SagaAnswer> answers) {
    Map<UUID, List<SagaMessage>> messages = new HashMap<>();
    kept.forEach(answer -> add(messages, answer));
    answers.forEach(answer -> add(messages, answer));
    return sagas.run(transaction, found, id -> messages.getOrDefault(id, List.of()));
  }

  private void add(Map<UUID, List<SagaMessage>> messages, SagaAnswer answer) {
    messages
        .computeIfAbsent(answer.orderId(), ignored -> new ArrayList<>(1))
        .add(reader.read(answer));
  }

  private Future<Void> keepOthers(
      Transaction transaction, List<LoadedSaga> found, List<SagaAnswer> answers) {
    Set<UUID> known = found.stream().map(LoadedSaga::orderId).collect(Collectors.toSet());
    List<SagaAnswer> others =
        answers.stream().filter(answer -> !known.contains(answer.orderId())).toList();
    return others.isEmpty()
        ? Future.succeededFuture()
        : store.keep(transaction, others).map(kept -> report(others, kept));
  }

  private static Void report(List<SagaAnswer> others, Set<UUID> kept) {
    Set<UUID> told = new HashSet<>();
    for (SagaAnswer answer : others) {
      if (told.add(answer.orderId())) {
        LOG.atWarn()
            .addKeyValue("orderId", answer.orderId())
            .log(
                kept.contains(answer.orderId())
                    ? "an answer is kept for a node that knows the saga's definition"
                    : "answer for an unknown order");
      }
    }
    return null;
  }
}
