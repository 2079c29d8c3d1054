package io.jangteo.order.application;

import io.jangteo.events.Transaction;
import io.jangteo.order.domain.OrderEvent;
import io.jangteo.order.domain.OrderState;
import io.jangteo.order.domain.saga.Decision;
import io.jangteo.order.domain.saga.Direction;
import io.jangteo.order.domain.saga.Effect;
import io.jangteo.order.domain.saga.OrderSaga;
import io.jangteo.order.domain.saga.SagaMessage;
import io.jangteo.order.domain.saga.SagaState;
import io.jangteo.runtime.crash.CrashPoint;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets sagas decide, and carries out what they want, inside one transaction. */
public final class SagaRunner {
  private static final Logger LOG = LoggerFactory.getLogger(SagaRunner.class);

  private final OrderSaga saga;
  private final SagaStore store;
  private final OrderMetrics metrics;

  public SagaRunner(OrderSaga saga, SagaStore store, OrderMetrics metrics) {
    this.saga = saga;
    this.store = store;
    this.metrics = metrics;
  }

  /**
   * Gives each saga its messages, one after the other, and writes all that changed at once. The
   * sagas must be locked by {@code transaction}.
   */
  Future<Void> run(
      Transaction transaction,
      List<LoadedSaga> sagas,
      Function<UUID, List<SagaMessage>> messagesOf) {
    List<SagaChange> changes = new ArrayList<>();
    for (LoadedSaga loaded : sagas) {
      Turn turn = new Turn(transaction, loaded);
      messagesOf.apply(loaded.orderId()).forEach(turn::take);
      if (turn.changed()) {
        changes.add(turn.change());
      }
    }
    return changes.isEmpty() ? Future.succeededFuture() : store.save(transaction, changes);
  }

  /** The first decision on an order that the caller has just stored with it. */
  void begin(Transaction transaction, LoadedSaga stored, Decision first) {
    new Turn(transaction, stored).carryOut(first);
  }

  /** Asks one saga to turn back; succeeds with why it will not, or with nothing. */
  Future<Optional<String>> cancel(Transaction transaction, LoadedSaga loaded) {
    return ask(transaction, loaded, new SagaMessage.CancellationRequested());
  }

  private Future<Optional<String>> ask(
      Transaction transaction, LoadedSaga loaded, SagaMessage message) {
    Turn turn = new Turn(transaction, loaded);
    turn.take(message);
    Future<Void> saved =
        turn.changed() ? store.save(transaction, List.of(turn.change())) : Future.succeededFuture();
    return saved.map(ignored -> Optional.ofNullable(turn.refusal));
  }

  /** Gives one saga what an operator wants; succeeds with why that cannot be, or with nothing. */
  Future<Optional<String>> intervene(
      Transaction transaction, LoadedSaga loaded, SagaMessage.Intervention intervention) {
    return ask(transaction, loaded, intervention);
  }

  OrderSaga saga() {
    return saga;
  }

  /** One saga's part in one transaction. */
  private final class Turn {
    private final Transaction transaction;
    private final LoadedSaga loaded;
    private final List<OrderEvent> events = new ArrayList<>();
    private SagaState state;
    private OrderState order;
    private String refusal;

    Turn(Transaction transaction, LoadedSaga loaded) {
      this.transaction = transaction;
      this.loaded = loaded;
      this.state = loaded.saga();
      this.order = loaded.order();
    }

    void take(SagaMessage message) {
      metrics.answered(state, message, loaded.now());
      carryOut(saga.decide(state, message, loaded.now()));
    }

    void carryOut(Decision decision) {
      if (decision.state().phase().terminal() && !state.phase().terminal()) {
        metrics.ended(decision.state().phase());
      }
      decision.effects().forEach(this::carryOut);
      state = decision.state();
    }

    private void carryOut(Effect effect) {
      if (effect instanceof Effect.Record record) {
        order = order.apply(record.event());
        events.add(record.event());
      } else if (effect instanceof Effect.SendCommand command) {
        SagaOutbox.send(transaction, loaded, command);
        CrashPoint.COMPENSATING.passIf(
            command.direction() == Direction.UNDO, command.step().name());
      } else if (effect instanceof Effect.Emit emit) {
        SagaOutbox.emit(transaction, loaded, emit.event(), order.version());
      } else if (effect instanceof Effect.Alarm alarm) {
        raise(alarm);
      } else if (effect instanceof Effect.RefuseCancellation refused) {
        refusal = refused.reason();
      } else if (effect instanceof Effect.RefuseIntervention refused) {
        refusal = refused.reason();
      }
    }

    private void raise(Effect.Alarm alarm) {
      metrics.alarm();
      LOG.atError()
          .addKeyValue("orderId", loaded.orderId())
          .addKeyValue("error", alarm.reason())
          .log("an order needs a person");
    }

    boolean changed() {
      return !state.equals(loaded.saga());
    }

    SagaChange change() {
      return new SagaChange(state, order, events, loaded.now());
    }
  }
}
