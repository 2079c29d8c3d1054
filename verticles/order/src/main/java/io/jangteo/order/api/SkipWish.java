package io.jangteo.order.api;

import io.jangteo.order.domain.Step;
import io.jangteo.runtime.failure.FieldChecks;
import java.util.Arrays;
import java.util.List;

/** The body of {@code skipSagaStep}: which step, so that no other one is meant by then, and why. */
record SkipWish(String step, String reason) {
  private static final int REASON_MAX = 500;
  private static final List<String> STEPS = Arrays.stream(Step.values()).map(Step::name).toList();

  SkipWish {
    new FieldChecks()
        .required("/step", step)
        .that(step == null || STEPS.contains(step), "/step", "must be one of " + STEPS)
        .text("/reason", reason, 1, REASON_MAX)
        .throwIfAny();
  }
}
