package io.jangteo.simulation.market;

import io.jangteo.events.SimBackbone;
import io.jangteo.simulation.engine.Broker;
import io.jangteo.simulation.engine.Fault;
import io.jangteo.simulation.engine.Mutation;
import io.jangteo.simulation.engine.Sim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One run of the market: a time of chaos in which buyers order and everything may fail, then
 * healing, then a time in which everything has to come to its end.
 */
public final class Market {
  private static final long CHAOS = 30_000_000;
  private static final long END = CHAOS + 600_000_000;
  private static final int CHECK_EVERY = 300;

  private final Sim sim;
  private final Coverage coverage = new Coverage();
  private final Journal journal = new Journal();
  private final Broker broker;
  private final OrderService orders;
  private final PaymentService payments;
  private final InventoryService inventory;
  private final ShippingService shipping;
  private final List<Client> clients = new ArrayList<>();
  private final Invariants invariants;
  private long ids;

  private Market(Sim sim, Mutation mutation) {
    this.sim = sim;
    this.broker = new Broker(sim, mutation == Mutation.ACKNOWLEDGED_BEFORE_COMMIT);
    SimBackbone.declare(broker);
    this.payments = new PaymentService(sim, broker, mutation, new CardProvider(sim));
    this.inventory = new InventoryService(sim, broker, mutation);
    this.shipping = new ShippingService(sim, broker, mutation, this::nextId);
    this.orders = new OrderService(sim, broker, mutation, coverage, this::nextId, payments::keep);
    this.invariants = new Invariants(this);
  }

  /** One run from beginning to end. */
  public static Outcome run(long seed, Mutation mutation, Set<Fault> without, boolean readable) {
    Sim sim = new Sim(seed, without, readable);
    Market market = new Market(sim, mutation);
    Optional<String> violation = market.run();
    market.orders.tables().countPaths(market.coverage);
    return new Outcome(seed, violation, sim, market.coverage);
  }

  /** In the order they are made, like those of version 7. */
  private UUID nextId() {
    return new UUID(0x0190_0000_0000_7000L + ++ids, 0x8000_0000_0000_0000L | sim.below(1L << 62));
  }

  private Optional<String> run() {
    services().forEach(this::launch);
    int count = (int) sim.between(3, 9);
    for (int i = 0; i < count; i++) {
      Basket basket = Basket.random(sim, i, CHAOS);
      Client client = new Client(sim, orders, journal, basket);
      clients.add(client);
      client.start();
    }
    sim.after(1_000_000, this::disturb);
    sim.after(CHAOS, this::heal);
    try {
      return live();
    } catch (RuntimeException e) {
      return Optional.of("an exception nobody caught: " + e);
    }
  }

  private void launch(Service service) {
    service.launch();
    if (sim.chance(0.3)) {
      service.launch();
    }
  }

  private Optional<String> live() {
    for (long events = 1; sim.step() && sim.now() < END; events++) {
      if (events % CHECK_EVERY == 0) {
        Optional<String> broken = invariants.always();
        if (broken.isPresent()) {
          return broken;
        }
        if (sim.faults().healed() && isQuiet()) {
          break;
        }
      }
    }
    return invariants.atTheEnd(isQuiet());
  }

  private void disturb() {
    if (sim.faults().healed()) {
      return;
    }
    services().forEach(Service::disturb);
    if (sim.faults().strikes(Fault.BROKER_RESTART)) {
      broker.restart(sim.between(200_000, 6_000_000));
    }
    if (sim.faults().strikes(Fault.BROKER_BLOCKED)) {
      broker.block(sim.between(200_000, 6_000_000));
    }
    sim.after(sim.between(500_000, 1_500_000), this::disturb);
  }

  private void heal() {
    sim.note("world", "HEALED");
    sim.faults().heal();
  }

  /** Whether nothing is under way any more. */
  private boolean isQuiet() {
    return clients.stream().allMatch(Client::isDone)
        && orders.tables().sagas.rows().values().stream().allMatch(s -> s.phase().terminal())
        && broker.empty()
        && services().stream().allMatch(s -> s.db().quiet() && s.messages().allPublished())
        && payments.isIdle();
  }

  List<Service> services() {
    return List.of(orders, payments, inventory, shipping);
  }

  Sim sim() {
    return sim;
  }

  Broker broker() {
    return broker;
  }

  Journal journal() {
    return journal;
  }

  OrderService orders() {
    return orders;
  }

  PaymentService payments() {
    return payments;
  }

  InventoryService inventory() {
    return inventory;
  }

  ShippingService shipping() {
    return shipping;
  }
}
