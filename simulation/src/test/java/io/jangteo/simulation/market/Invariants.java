package io.jangteo.simulation.market;

import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Subscription;
import io.jangteo.contracts.Subscriptions;
import io.jangteo.events.MessageTables.Received;
import io.jangteo.inventory.domain.Line;
import io.jangteo.inventory.domain.Reservation.State;
import io.jangteo.inventory.domain.StockLevel;
import io.jangteo.order.domain.OrderEvent;
import io.jangteo.order.domain.OrderState;
import io.jangteo.order.domain.OrderStatus;
import io.jangteo.order.domain.saga.SagaState;
import io.jangteo.payment.domain.LedgerEntry;
import io.jangteo.payment.domain.Payment;
import io.jangteo.payment.domain.Step;
import io.jangteo.shipping.application.ShipmentRecord;
import io.jangteo.shipping.domain.Shipment.Status;
import io.jangteo.simulation.engine.Fault;
import io.jangteo.simulation.market.PaymentTables.CallKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** What must hold of the market: some of it at any moment, the rest when nothing is under way. */
final class Invariants {
  private final Market market;
  private final List<Supplier<String>> always;
  private final List<Supplier<String>> quiet;

  Invariants(Market market) {
    this.market = market;
    this.always =
        List.of(
            this::providerTookNoMoreThanOnce,
            this::ledgerBalances,
            this::capturesAreTheTotal,
            this::stockIsConserved,
            this::keysLeadToOneOrder,
            this::historiesAreGaplessAndLegal,
            this::everythingReceivedWasSent,
            this::everyEffectHappenedOnce,
            this::effectsKeepTheOrder);
    this.quiet =
        List.of(
            this::everySagaEnded,
            this::acceptedOrdersExist,
            this::nothingVanished,
            this::everyMessageArrived,
            this::moneyAndGoodsAgree);
  }

  /** The first invariant that does not hold, if any. */
  Optional<String> always() {
    return first(always);
  }

  Optional<String> atTheEnd(boolean isQuiet) {
    Optional<String> broken = always();
    if (broken.isEmpty()) {
      broken = first(quiet);
    }
    return broken.isEmpty() && !isQuiet ? Optional.of("E5 it never came to rest") : broken;
  }

  private static Optional<String> first(List<Supplier<String>> checks) {
    for (Supplier<String> check : checks) {
      String broken = check.get();
      if (broken != null) {
        return Optional.of(broken);
      }
    }
    return Optional.empty();
  }

  private String providerTookNoMoreThanOnce() {
    List<String> violations = market.payments().provider().violations();
    return violations.isEmpty() ? null : violations.get(0);
  }

  private String ledgerBalances() {
    for (LedgerEntry entry : market.payments().tables().ledger.rows().values()) {
      if (entry.lines().stream().mapToLong(LedgerEntry.Line::amountMinor).sum() != 0) {
        return "M1 an entry does not balance: " + entry;
      }
    }
    return null;
  }

  private String capturesAreTheTotal() {
    for (Map.Entry<UUID, OrderTables.OrderRow> order :
        market.orders().tables().orders.rows().entrySet()) {
      PaymentTables.PaymentRow row = market.payments().tables().payments.get(order.getKey());
      boolean other =
          row != null
              && row.payment().captured() != null
              && !row.payment().captured().equals(order.getValue().placed().total());
      if (other) {
        return "M4 captured another amount than the total of " + order.getKey();
      }
    }
    return null;
  }

  private String stockIsConserved() {
    StockTables tables = market.inventory().tables();
    for (String sku : Basket.SKUS) {
      StockLevel level = tables.stock.get(sku);
      long held =
          tables.reservations.rows().values().stream()
              .filter(row -> row.reservation().state() == State.HELD)
              .mapToLong(row -> quantity(row.lines(), sku))
              .sum();
      long sold =
          tables.sales.rows().values().stream().mapToLong(lines -> quantity(lines, sku)).sum();
      if (level.reserved() != held) {
        return "S2 " + sku + ": reserved " + level.reserved() + ", held by orders " + held;
      }
      if (level.onHand() != market.inventory().received().get(sku) - sold) {
        return "S2 " + sku + ": on hand " + level.onHand() + " after selling " + sold;
      }
    }
    return null;
  }

  private static long quantity(List<Line> lines, String sku) {
    return lines.stream().filter(l -> l.sku().equals(sku)).mapToLong(Line::quantity).sum();
  }

  private String keysLeadToOneOrder() {
    if (market.journal().contradiction() != null) {
      return "O3 " + market.journal().contradiction();
    }
    OrderTables tables = market.orders().tables();
    return tables.keys.rows().size() == tables.orders.rows().size()
        ? null
        : "O3 "
            + tables.orders.rows().size()
            + " orders under "
            + tables.keys.rows().size()
            + " keys";
  }

  private String historiesAreGaplessAndLegal() {
    OrderTables tables = market.orders().tables();
    long events = 0;
    for (Map.Entry<UUID, OrderTables.OrderRow> order : tables.orders.rows().entrySet()) {
      List<OrderEvent> history = tables.history(order.getKey());
      events += history.size();
      OrderState state = order.getValue().state();
      if (history.size() != state.version()) {
        return "O4 "
            + order.getKey()
            + " has "
            + history.size()
            + " events, version "
            + state.version();
      }
      Optional<String> illegal = LegalHistory.fault(history);
      if (illegal.isPresent()) {
        return "O5 " + order.getKey() + ": " + illegal.get();
      }
    }
    return events == tables.events.rows().size() ? null : "O4 there are events after a gap";
  }

  private String everythingReceivedWasSent() {
    for (Service service : market.services()) {
      for (Received received : service.messages().received().keySet()) {
        if (market.services().stream().noneMatch(s -> s.messages().hasSent(received.messageId()))) {
          return "E2 " + received.consumer() + " received what nobody sent";
        }
      }
    }
    return null;
  }

  private String everyEffectHappenedOnce() {
    for (Service service : market.services()) {
      for (Map.Entry<Received, Integer> applied : service.applied().applied().rows().entrySet()) {
        if (applied.getValue() != 1) {
          return "E3 " + applied.getKey() + " had its effect " + applied.getValue() + " times";
        }
      }
    }
    return null;
  }

  /** Where what goes back to a queue goes to its old place. */
  private String effectsKeepTheOrder() {
    if (market.sim().faults().chosen().contains(Fault.REQUEUE_TO_TAIL)) {
      return null;
    }
    return market.services().stream()
        .flatMap(service -> service.applied().disorder().stream())
        .findFirst()
        .map(message -> "E4 " + message)
        .orElse(null);
  }

  /** Only goods that are gone when they are to leave may need a person. */
  private String everySagaEnded() {
    Optional<SagaState> parked =
        market.orders().tables().sagas.rows().values().stream()
            .filter(saga -> saga.phase() == SagaState.Phase.PARKED)
            .filter(saga -> !"stock_commit_refused".equals(saga.reason()))
            .findFirst();
    if (parked.isPresent()) {
      return "O7 is parked: " + parked.get();
    }
    return market.orders().tables().sagas.rows().values().stream()
        .filter(saga -> !saga.phase().terminal())
        .findFirst()
        .map(saga -> "O7 has not ended: " + saga)
        .orElse(null);
  }

  private String acceptedOrdersExist() {
    OrderTables tables = market.orders().tables();
    for (Map.Entry<String, UUID> accepted : market.journal().accepted().entrySet()) {
      if (tables.orders.get(accepted.getValue()) == null) {
        return "O1 accepted and lost: " + accepted;
      }
    }
    for (String key : tables.keys.rows().keySet()) {
      if (!market.journal().attempted().contains(key)) {
        return "O2 nobody asked for " + key;
      }
    }
    return null;
  }

  private String nothingVanished() {
    for (Service service : market.services()) {
      if (!service.messages().allPublished()) {
        return "E5 " + service.name() + " has not said everything";
      }
      if (!service.messages().putAside().isEmpty()) {
        return "E6 parked at " + service.name() + ": " + service.messages().putAside();
      }
    }
    return market.broker().dead() == 0 ? null : "E6 messages were given up by the broker";
  }

  private String everyMessageArrived() {
    for (Subscription subscription : Subscriptions.ALL) {
      Set<Received> received = service(subscription.consumer()).messages().received().keySet();
      for (MessageType<?> type : subscription.types()) {
        for (Service sender : market.services()) {
          for (UUID id : sender.messages().sent(type.name())) {
            if (!received.contains(new Received(subscription.queue(), id))) {
              return "E1 " + type.name() + " " + id + " never reached " + subscription.queue();
            }
          }
        }
      }
    }
    return null;
  }

  private Service service(String name) {
    return market.services().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private String moneyAndGoodsAgree() {
    for (Map.Entry<UUID, OrderTables.OrderRow> order :
        market.orders().tables().orders.rows().entrySet()) {
      UUID id = order.getKey();
      OrderStatus status = order.getValue().state().status();
      long total = order.getValue().placed().total().amountMinor();
      String broken =
          switch (status) {
            case COMPLETED -> completed(id, total);
            case COMPENSATED -> compensated(id);
            case PARKED, PENDING, COMPENSATING -> null;
          };
      if (broken != null) {
        return broken + " of " + status + " order " + id;
      }
    }
    return null;
  }

  private String completed(UUID id, long total) {
    if (kept(id) != total || openHolds(id) != 0) {
      return "M3 kept " + kept(id) + " instead of " + total;
    }
    if (reservation(id) != State.COMMITTED) {
      return "S3 the reservation is " + reservation(id);
    }
    ShipmentRecord shipment = market.shipping().shipments().get(id);
    return shipment != null && shipment.shipment().status() == Status.READY
        ? null
        : "M3 nothing is to be shipped";
  }

  private String compensated(UUID id) {
    if (kept(id) != 0 || openHolds(id) != 0) {
      return "M3 kept " + kept(id) + ", open holds " + openHolds(id);
    }
    State state = reservation(id);
    if (state == State.HELD || state == State.COMMITTED) {
      return "S3 the reservation is " + state;
    }
    ShipmentRecord shipment = market.shipping().shipments().get(id);
    boolean leaves =
        shipment != null
            && shipment.shipment().status() != Status.CANCELLED
            && shipment.shipment().status() != Status.REFUSED;
    return leaves ? "O8 the shipment is " + shipment.shipment().status() : booked(id);
  }

  /** Our own books say the same as the provider's. */
  private String booked(UUID id) {
    PaymentTables tables = market.payments().tables();
    PaymentTables.PaymentRow row = tables.payments.get(id);
    Payment payment = row == null ? Payment.UNTOUCHED : row.payment();
    boolean held = tables.ledger.get(new CallKey(id, Step.AUTHORIZE)) != null;
    boolean ended =
        tables.ledger.get(new CallKey(id, Step.VOID)) != null
            || tables.ledger.get(new CallKey(id, Step.REFUND)) != null;
    return held && !ended ? "M3 our ledger still holds money, payment " + payment.status() : null;
  }

  private long kept(UUID id) {
    return holds(id).stream().mapToLong(CardProvider.Hold::kept).sum();
  }

  private long openHolds(UUID id) {
    return holds(id).stream().filter(CardProvider.Hold::isOpen).count();
  }

  private List<CardProvider.Hold> holds(UUID id) {
    return market.payments().provider().holds().values().stream()
        .filter(hold -> hold.order().equals(id.toString()))
        .toList();
  }

  private State reservation(UUID id) {
    StockTables.ReservationRow row = market.inventory().tables().reservations.get(id);
    return row == null ? State.UNSEEN : row.reservation().state();
  }
}
