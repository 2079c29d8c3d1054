package io.jangteo.simulation.market;

import io.jangteo.events.InboundMessage;
import io.jangteo.order.domain.saga.PendingCommand;
import io.jangteo.order.domain.saga.SagaState;
import io.jangteo.simulation.engine.Tx;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.WeakHashMap;

/** Which states of a saga have met which messages. */
public final class Coverage {
  private final Map<String, Integer> cells = new TreeMap<>();
  private final Map<String, Integer> paths = new TreeMap<>();
  private final Map<Tx, Map<UUID, String>> states = new WeakHashMap<>();

  /** Cells with how often each was hit. */
  public Map<String, Integer> cells() {
    return cells;
  }

  /** Why orders were undone and what was undone, with how often. */
  public Map<String, Integer> paths() {
    return paths;
  }

  void undone(String path) {
    paths.merge(path, 1, Integer::sum);
  }

  void loaded(Tx tx, SagaState saga) {
    states.computeIfAbsent(tx, ignored -> new TreeMap<>()).put(saga.orderId(), state(saga));
  }

  void woken(SagaState saga) {
    hit(state(saga), "timer");
  }

  /** The first message of each order of a batch has met the state that was loaded. */
  void answered(Tx tx, List<InboundMessage> batch) {
    Map<UUID, String> loaded = states.remove(tx);
    if (loaded != null) {
      batch.forEach(
          message -> {
            String state = loaded.remove(message.aggregateId());
            if (state != null) {
              hit(state, message.type());
            }
          });
    }
  }

  void cancelled(SagaState saga) {
    hit(state(saga), "cancel");
  }

  private void hit(String state, String message) {
    cells.merge(state + " x " + message, 1, Integer::sum);
  }

  private static String state(SagaState saga) {
    PendingCommand pending = saga.pending();
    return pending == null
        ? saga.phase().name()
        : saga.phase() + "/" + pending.step() + "." + pending.direction();
  }
}
