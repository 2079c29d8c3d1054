package io.jangteo.simulation.market;

import io.jangteo.contracts.Money;
import io.jangteo.payment.domain.CardToken;
import io.jangteo.payment.domain.ProviderResult;
import io.jangteo.simulation.engine.Sim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The card provider's own books: what was really done, under which key. */
final class CardProvider {
  static final CardToken GOOD = new CardToken("tok_good");
  static final CardToken DECLINED = new CardToken("tok_declined");

  /** A card whose hold can be made but not taken. */
  static final CardToken UNCAPTURABLE = new CardToken("tok_uncapturable");

  private final Sim sim;
  private final Map<String, ProviderResult> operations = new LinkedHashMap<>();
  private final Map<String, Hold> holds = new LinkedHashMap<>();
  private final List<String> violations = new ArrayList<>();
  private int references;

  /** One hold and what became of it. */
  static final class Hold {
    private final String order;
    private final long amount;
    private final boolean capturable;
    private boolean released;
    private long captured;
    private long refunded;

    private Hold(String order, long amount, boolean capturable) {
      this.order = order;
      this.amount = amount;
      this.capturable = capturable;
    }

    String order() {
      return order;
    }

    boolean isOpen() {
      return !released && captured == 0;
    }

    long captured() {
      return captured;
    }

    /** What was taken and not given back. */
    long kept() {
      return captured - refunded;
    }
  }

  CardProvider(Sim sim) {
    this.sim = sim;
  }

  /** Holds by reference. */
  Map<String, Hold> holds() {
    return holds;
  }

  /** What must never happen to a buyer's money. */
  List<String> violations() {
    return violations;
  }

  Optional<ProviderResult> find(String key) {
    return Optional.ofNullable(operations.get(key));
  }

  ProviderResult block(String key) {
    return once(key, () -> new ProviderResult.Refused("blocked"));
  }

  ProviderResult authorize(String key, Money amount, CardToken token) {
    return once(
        key,
        () -> {
          if (token.equals(DECLINED)) {
            return new ProviderResult.Refused("insufficient_funds");
          }
          String reference = "hold_" + ++references;
          String order = key.substring(0, key.indexOf(':'));
          if (holds.values().stream().anyMatch(hold -> hold.order.equals(order))) {
            violations.add("M2 a second hold for " + order);
          }
          holds.put(reference, new Hold(order, amount.amountMinor(), !token.equals(UNCAPTURABLE)));
          return new ProviderResult.Done(reference);
        });
  }

  ProviderResult voidHold(String key, String reference) {
    return once(
        key,
        () -> {
          Hold hold = holds.get(reference);
          if (hold.captured > 0) {
            return new ProviderResult.Refused("captured");
          }
          hold.released = true;
          return new ProviderResult.Done("void_" + ++references);
        });
  }

  ProviderResult capture(String key, String reference, Money amount) {
    return once(
        key,
        () -> {
          Hold hold = holds.get(reference);
          if (hold.released || !hold.capturable) {
            return new ProviderResult.Refused("hold_expired");
          }
          if (hold.captured > 0 || amount.amountMinor() > hold.amount) {
            violations.add("M2 captured twice or too much of " + hold.order);
          }
          hold.captured += amount.amountMinor();
          return new ProviderResult.Done(reference);
        });
  }

  ProviderResult refund(String key, String reference, Money amount) {
    return once(
        key,
        () -> {
          Hold hold = holds.get(reference);
          hold.refunded += amount.amountMinor();
          if (hold.refunded > hold.captured) {
            violations.add("M2 gave back more than was taken of " + hold.order);
          }
          return new ProviderResult.Done("refund_" + ++references);
        });
  }

  private ProviderResult once(String key, java.util.function.Supplier<ProviderResult> operation) {
    ProviderResult known = operations.get(key);
    if (known != null) {
      return known;
    }
    ProviderResult result = operation.get();
    operations.put(key, result);
    sim.note("provider", "does", key, result);
    return result;
  }
}
