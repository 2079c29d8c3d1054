package io.jangteo.payment.application;

import io.jangteo.contracts.Money;
import io.jangteo.payment.domain.Decision;
import io.jangteo.payment.domain.Payment;
import io.jangteo.payment.domain.Step;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A payment as it is stored.
 *
 * @param version messages sent about it so far
 * @param steps those that were ever asked for
 */
public record PaymentRecord(
    UUID orderId, Payment payment, long version, Map<Step, StepRecord> steps) {
  public PaymentRecord {
    steps = Map.copyOf(steps);
  }

  /**
   * One step.
   *
   * @param amount null while {@link CallState#WAITING}
   * @param commands to be answered when it ends
   */
  public record StepRecord(CallState state, Money amount, List<UUID> commands) {
    public StepRecord {
      commands = List.copyOf(commands);
    }
  }

  /** What the command {@code commandId} changes. */
  public Progress obey(Decision decision, UUID commandId) {
    return new ProgressBuilder(this).command(commandId).apply(decision);
  }

  /** What the known answer to {@code step} changes. */
  public Progress resolve(Step step, Decision decision) {
    return new ProgressBuilder(this).done(step).apply(decision);
  }

  /** Whether an answer to the step is still of interest. */
  public boolean isPending(Step step) {
    StepRecord record = steps.get(step);
    return record != null && record.state() == CallState.PENDING;
  }
}
