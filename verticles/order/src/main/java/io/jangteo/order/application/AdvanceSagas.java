package io.jangteo.order.application;

import io.jangteo.events.Transaction;
import io.jangteo.order.domain.saga.SagaMessage;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives answers of participants to the sagas that wait for them. */
public final class AdvanceSagas {
  private static final Logger LOG = LoggerFactory.getLogger(AdvanceSagas.class);

  private final SagaStore store;
  private final SagaRunner sagas;

  public AdvanceSagas(SagaStore store, SagaRunner sagas) {
    this.store = store;
    this.sagas = sagas;
  }

  /** Each order's messages in order; what is for an order that does not exist is reported. */
  public Future<Void> advance(Transaction transaction, Map<UUID, List<SagaMessage>> messages) {
    return store
        .lock(transaction, messages.keySet())
        .compose(
            found -> {
              reportMissing(messages, found);
              return sagas.run(transaction, found, messages::get);
            });
  }

  private static void reportMissing(Map<UUID, List<SagaMessage>> messages, List<LoadedSaga> found) {
    if (found.size() < messages.size()) {
      List<UUID> known = found.stream().map(LoadedSaga::orderId).toList();
      messages.keySet().stream()
          .filter(orderId -> !known.contains(orderId))
          .forEach(
              orderId ->
                  LOG.atWarn().addKeyValue("orderId", orderId).log("answer for an unknown order"));
    }
  }
}
