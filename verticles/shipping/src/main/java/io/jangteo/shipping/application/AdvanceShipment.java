package io.jangteo.shipping.application;

import io.jangteo.events.Transaction;
import io.jangteo.shipping.domain.Decision;
import io.jangteo.shipping.domain.Decision.Verdict;
import io.jangteo.shipping.domain.Decision.Word;
import io.jangteo.shipping.domain.Shipment;
import io.jangteo.shipping.domain.Shipment.Status;
import io.jangteo.shipping.domain.Trigger;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/** Applies to an order's shipment whatever happens to it. */
public final class AdvanceShipment {
  private final Shipments shipments;

  public AdvanceShipment(Shipments shipments) {
    this.shipments = shipments;
  }

  /**
   * What came of a trigger.
   *
   * @param version of the message that tells it
   * @param shipmentId null, like the tracking code, when nothing was ever planned
   */
  public record Advance(Decision decision, long version, UUID shipmentId, String trackingCode) {}

  /** Locks the shipments that {@link #advance} will touch, in one order. */
  public Future<Void> lock(Transaction transaction, Collection<UUID> orderIds) {
    return shipments.lock(transaction, orderIds);
  }

  /**
   * Decides and stores.
   *
   * @param plan for a shipment that is asked for; null for the other triggers
   */
  public Future<Advance> advance(
      Transaction transaction, UUID orderId, Trigger trigger, Plan plan) {
    return shipments
        .find(transaction, orderId)
        .compose(found -> store(transaction, orderId, trigger, found, plan));
  }

  private Future<Advance> store(
      Transaction transaction,
      UUID orderId,
      Trigger trigger,
      Optional<ShipmentRecord> found,
      Plan plan) {
    Shipment before = found.map(ShipmentRecord::shipment).orElse(Shipment.UNSEEN);
    Decision decision = before.on(trigger);
    if (before.status() == Status.UNSEEN && decision.verdict() == Verdict.MOVE) {
      Plan kept = decision.status() == Status.SCHEDULED ? plan : null;
      return shipments
          .create(transaction, orderId, decision, kept)
          .map(
              ignored ->
                  kept == null
                      ? new Advance(decision, 1, null, null)
                      : new Advance(decision, 1, kept.shipmentId(), kept.trackingCode()));
    }
    Advance advance =
        new Advance(
            decision,
            before.version() + 1,
            found.map(ShipmentRecord::shipmentId).orElse(null),
            found.map(ShipmentRecord::trackingCode).orElse(null));
    boolean unchanged =
        decision.verdict() == Verdict.IMPOSSIBLE
            || (decision.verdict() == Verdict.STAY && decision.word() == Word.NOTHING);
    return unchanged
        ? Future.succeededFuture(advance)
        : shipments.update(transaction, orderId, before, decision).map(advance);
  }
}
