package io.jangteo.shipping.domain;

import io.jangteo.shipping.domain.Shipment.Reason;
import io.jangteo.shipping.domain.Shipment.Status;

/**
 * What a trigger leads to.
 *
 * @param status where the shipment stands afterwards
 * @param reason why nothing is shipped; null otherwise
 */
public record Decision(Verdict verdict, Status status, Reason reason, Word word) {

  /** Whether the shipment changes. */
  public enum Verdict {
    MOVE,
    STAY,
    /** The trigger makes no sense here: nothing changes, nothing is said. */
    IMPOSSIBLE
  }

  /** What others are told. */
  public enum Word {
    SCHEDULED,
    REFUSED,
    CANCELLED,
    HANDED_OVER,
    DELIVERED,
    NOTHING
  }
}
