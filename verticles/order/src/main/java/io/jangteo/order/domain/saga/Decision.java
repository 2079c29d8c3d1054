package io.jangteo.order.domain.saga;

import java.util.List;

/** The answer of {@link OrderSaga#decide}. */
public record Decision(SagaState state, List<Effect> effects) {
  public Decision {
    effects = List.copyOf(effects);
  }

  static Decision none(SagaState state) {
    return new Decision(state, List.of());
  }
}
