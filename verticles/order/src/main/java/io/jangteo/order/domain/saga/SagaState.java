package io.jangteo.order.domain.saga;

import io.jangteo.order.domain.Step;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Where one order's saga stands. Its component names are a stored format: they may be added to,
 * never renamed.
 *
 * @param definition the version of the {@link SagaDefinition} it keeps to
 * @param steps how far each step has come; one that was never begun is absent
 * @param pending what it waits for; null when it has ended
 * @param startedAt when the order was accepted
 * @param commands how many different commands were sent so far
 * @param reason why it is being or was undone or parked; null while it goes forward
 * @param incident whether a person was told
 */
public record SagaState(
    UUID orderId,
    int definition,
    Phase phase,
    Map<Step, StepProgress> steps,
    PendingCommand pending,
    Instant startedAt,
    int commands,
    String reason,
    boolean incident) {
  /** Which way it goes, or how it ended. */
  public enum Phase {
    FORWARD,
    COMPENSATING,
    COMPLETED,
    COMPENSATED,
    PARKED;

    /** Whether the order's outcome is final. */
    public boolean terminal() {
      return this != FORWARD && this != COMPENSATING;
    }
  }

  public SagaState {
    EnumMap<Step, StepProgress> copy = new EnumMap<>(Step.class);
    copy.putAll(steps);
    steps = Collections.unmodifiableMap(copy);
    if (phase.terminal() && pending != null) {
      throw new IllegalArgumentException("a saga that has ended waits for nothing");
    }
  }

  static SagaState begin(UUID orderId, SagaDefinition definition, Instant now) {
    return new SagaState(
        orderId, definition.version(), Phase.FORWARD, Map.of(), null, now, 0, null, false);
  }

  public StepProgress progress(Step step) {
    return steps.getOrDefault(step, StepProgress.IDLE);
  }

  /** When the saga wants to be woken; empty when only messages matter. */
  public Optional<Instant> wakeAt() {
    return Optional.ofNullable(pending).map(PendingCommand::wakeAt);
  }

  /** Whether it waits for the answer to that. */
  boolean awaits(Step step, Direction direction) {
    return pending != null && pending.step() == step && pending.direction() == direction;
  }

  /** The latest step that may be in effect and whose undo has not begun. */
  Optional<Step> nextToUndo() {
    return steps.entrySet().stream()
        .filter(entry -> entry.getValue().needsUndo())
        .map(Map.Entry::getKey)
        .reduce((earlier, later) -> later);
  }

  SagaState with(Step step, StepProgress progress) {
    EnumMap<Step, StepProgress> changed = new EnumMap<>(Step.class);
    changed.putAll(steps);
    changed.put(step, progress);
    return new SagaState(
        orderId, definition, phase, changed, pending, startedAt, commands, reason, incident);
  }

  /** The same with one more command sent. */
  SagaState counting() {
    return new SagaState(
        orderId, definition, phase, steps, pending, startedAt, commands + 1, reason, incident);
  }

  SagaState waitingFor(PendingCommand command) {
    return new SagaState(
        orderId, definition, phase, steps, command, startedAt, commands, reason, incident);
  }

  SagaState alarmed() {
    return new SagaState(
        orderId, definition, phase, steps, pending, startedAt, commands, reason, true);
  }

  /** As if no person had been told yet. */
  SagaState calmed() {
    return new SagaState(
        orderId, definition, phase, steps, pending, startedAt, commands, reason, false);
  }

  /** The same in another phase, waiting for nothing yet. */
  SagaState to(Phase next, String why) {
    return new SagaState(
        orderId, definition, next, steps, null, startedAt, commands, why, incident);
  }
}
