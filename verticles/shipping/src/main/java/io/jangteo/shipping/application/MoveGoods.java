package io.jangteo.shipping.application;

import io.jangteo.events.Messaging;
import io.jangteo.events.Transaction;
import io.jangteo.shipping.application.AdvanceShipment.Advance;
import io.jangteo.shipping.domain.Trigger;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What people report of the goods: handed to the carrier, delivered. */
public final class MoveGoods {
  private final Messaging messaging;
  private final AdvanceShipment advanceShipment;
  private final Shipments shipments;
  private final Announcer announcer;

  public MoveGoods(
      Messaging messaging,
      AdvanceShipment advanceShipment,
      Shipments shipments,
      Announcer announcer) {
    this.messaging = messaging;
    this.advanceShipment = advanceShipment;
    this.shipments = shipments;
    this.announcer = announcer;
  }

  /** Tells others, within the transaction that stores what is told. */
  @FunctionalInterface
  public interface Announcer {
    void announce(Transaction transaction, UUID orderId, Advance advance);
  }

  /**
   * What came of a report.
   *
   * @param shipment as it stands now; empty when there is none
   */
  public record Report(Advance advance, Optional<ShipmentRecord> shipment) {}

  /** Fails with {@code UNAVAILABLE} while too many messages wait to be published. */
  public Future<Report> report(UUID orderId, Trigger trigger) {
    return messaging
        .requireRoom()
        .compose(
            ignored -> messaging.transaction(transaction -> report(transaction, orderId, trigger)));
  }

  private Future<Report> report(Transaction transaction, UUID orderId, Trigger trigger) {
    Future<Void> locked = advanceShipment.lock(transaction, Set.of(orderId));
    Future<Advance> advanced = advanceShipment.advance(transaction, orderId, trigger, null);
    return Future.all(locked, advanced)
        .compose(
            ignored -> {
              announcer.announce(transaction, orderId, advanced.result());
              return shipments.find(transaction, orderId);
            })
        .map(shipment -> new Report(advanced.result(), shipment));
  }
}
