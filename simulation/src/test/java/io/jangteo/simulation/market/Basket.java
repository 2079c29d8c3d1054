package io.jangteo.simulation.market;

import io.jangteo.contracts.Money;
import io.jangteo.contracts.shipping.Address;
import io.jangteo.order.application.NewOrder;
import io.jangteo.payment.domain.CardToken;
import io.jangteo.simulation.engine.Sim;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What one client wants.
 *
 * @param cancelsAfter microseconds after the order was placed; below 0 for never
 */
record Basket(NewOrder order, long at, long cancelsAfter, boolean twice) {
  static final List<String> SKUS = List.of("apple", "brick", "cloth");
  private static final UUID BUYER = new UUID(7, 7);

  static Money price(String sku) {
    return new Money(100L * (SKUS.indexOf(sku) + 1), "KRW");
  }

  /** One in every so many is declined, unservable or cancelled. */
  static Basket random(Sim sim, int number, long latest) {
    String key = "key-" + number;
    List<NewOrder.Line> lines = new ArrayList<>();
    for (String sku : SKUS) {
      if (lines.isEmpty() || sim.coin()) {
        lines.add(new NewOrder.Line(sku, (int) sim.between(1, 3), null));
      }
    }
    String country = sim.chance(0.1) ? "US" : "KR";
    NewOrder order =
        new NewOrder(
            key,
            key.getBytes(StandardCharsets.UTF_8),
            BUYER,
            BUYER,
            lines,
            new Address("A", "1 Street", null, "Seoul", "04524", country),
            new NewOrder.Token(token(sim).value()));
    long cancelsAfter = sim.chance(0.2) ? sim.between(1_000, 6_000_000) : -1;
    return new Basket(order, sim.between(1_000_000, latest), cancelsAfter, sim.chance(0.1));
  }

  private static CardToken token(Sim sim) {
    long drawn = sim.below(20);
    if (drawn < 2) {
      return CardProvider.DECLINED;
    }
    return drawn == 2 ? CardProvider.UNCAPTURABLE : CardProvider.GOOD;
  }
}
