package io.jangteo.order.domain.saga;

import static io.jangteo.order.domain.Step.AUTHORIZE;
import static io.jangteo.order.domain.Step.CAPTURE;
import static io.jangteo.order.domain.Step.COMMIT;
import static io.jangteo.order.domain.Step.RESERVE;
import static io.jangteo.order.domain.Step.SCHEDULE;
import static io.jangteo.order.domain.saga.SagaStep.forwardOnly;
import static io.jangteo.order.domain.saga.SagaStep.pivot;
import static io.jangteo.order.domain.saga.SagaStep.step;

import io.jangteo.contracts.inventory.InventoryMessages;
import io.jangteo.contracts.payment.PaymentMessages;
import io.jangteo.contracts.shipping.ShippingMessages;
import io.jangteo.order.domain.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The saga of an order as a table. An instance keeps to the version it began with, for as long as
 * it lives; a changed table is a new version beside the old one.
 */
public record SagaDefinition(int version, List<SagaStep> steps) {
  private static final SagaDefinition VERSION_1 =
      new SagaDefinition(
          1,
          List.of(
              step(AUTHORIZE, PaymentMessages.AUTHORIZE, PaymentMessages.VOID),
              step(RESERVE, InventoryMessages.RESERVE, InventoryMessages.RELEASE),
              step(SCHEDULE, ShippingMessages.SCHEDULE, ShippingMessages.CANCEL),
              pivot(CAPTURE, PaymentMessages.CAPTURE),
              forwardOnly(COMMIT, InventoryMessages.COMMIT)));

  private static final Map<Integer, SagaDefinition> KNOWN = Map.of(1, VERSION_1);

  /** What new orders begin with. */
  public static final SagaDefinition LATEST = VERSION_1;

  public SagaDefinition {
    steps = List.copyOf(steps);
  }

  /**
   * @throws UnknownSagaVersionException when a newer node began that instance
   */
  public static SagaDefinition of(int version) {
    SagaDefinition definition = KNOWN.get(version);
    if (definition == null) {
      throw new UnknownSagaVersionException(version);
    }
    return definition;
  }

  /** The versions this node can go on with. */
  public static Set<Integer> known() {
    return KNOWN.keySet();
  }

  public SagaStep first() {
    return steps.get(0);
  }

  /** The line of that step. */
  public SagaStep line(Step step) {
    return steps.stream().filter(line -> line.step() == step).findFirst().orElseThrow();
  }

  /** What comes after that step; empty after the last. */
  public Optional<SagaStep> after(Step step) {
    int next = steps.indexOf(line(step)) + 1;
    return next < steps.size() ? Optional.of(steps.get(next)) : Optional.empty();
  }
}
