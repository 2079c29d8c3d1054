package io.jangteo.payment.domain;

import java.util.List;

/** What becomes of a payment, and what that causes. */
public record Decision(Payment next, List<Effect> effects) {
  public Decision {
    effects = List.copyOf(effects);
  }

  static Decision of(Payment next, Effect... effects) {
    return new Decision(next, List.of(effects));
  }
}
