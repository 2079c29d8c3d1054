package io.jangteo.order.application;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.jangteo.order.domain.Step;
import io.jangteo.order.domain.saga.Direction;
import io.jangteo.order.domain.saga.SagaState;
import io.jangteo.order.domain.saga.StepProgress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A saga as operators read it; the component names are the public representation.
 *
 * @param incident whether a person was told that it does not go on
 * @param interventions what operators did to it, in order; not in lists
 */
@JsonInclude(Include.NON_NULL)
public record SagaView(
    UUID orderId,
    SagaState.Phase phase,
    Map<Step, StepProgress> steps,
    Waiting waitingFor,
    Instant startedAt,
    String reason,
    boolean incident,
    List<Intervention> interventions) {

  /**
   * The command that is not answered.
   *
   * @param repeated how often it was sent again
   */
  public record Waiting(
      Step step, Direction direction, Instant since, int repeated, Instant nextAt) {}

  /** One thing an operator did; {@code step} is null where none was named. */
  public record Intervention(String verb, String step, UUID by, String reason, Instant at) {}

  /** Where that saga stands; {@code interventions} may be null. */
  public static SagaView of(SagaState state, List<Intervention> interventions) {
    Waiting waiting =
        state.pending() == null
            ? null
            : new Waiting(
                state.pending().step(),
                state.pending().direction(),
                state.pending().sentAt(),
                state.pending().attempt(),
                state.pending().wakeAt());
    return new SagaView(
        state.orderId(),
        state.phase(),
        state.steps(),
        waiting,
        state.startedAt(),
        state.reason(),
        state.incident(),
        interventions);
  }
}
