package io.jangteo.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.inventory.domain.Decision.Answer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every sequence, up to a length, of everything that can happen to two orders that want the same
 * goods, of which there are enough for one of them.
 */
class ReservationSequencesTest {
  private static final int LENGTH = 6;
  private static final List<String> ORDERS = List.of("first", "second");
  private static final List<Line> LINES = List.of(new Line("A", 2), new Line("B", 1));
  private static final int STEPS = ORDERS.size() * 4;

  private final Set<Answer> answers = EnumSet.noneOf(Answer.class);

  @Test
  void noSequenceOversellsOrLosesStock() {
    int sequences = (int) Math.pow(STEPS, LENGTH);

    for (int sequence = 0; sequence < sequences; sequence++) {
      run(sequence);
    }

    assertThat(answers).as("what the sequences reached").isEqualTo(EnumSet.allOf(Answer.class));
  }

  private void run(int sequence) {
    Warehouse warehouse = new Warehouse().with("A", 3).with("B", 1);
    List<String> trace = new ArrayList<>();
    int rest = sequence;
    for (int i = 0; i < LENGTH; i++, rest /= STEPS) {
      int step = rest % STEPS;
      String order = ORDERS.get(step % ORDERS.size());
      trace.add(apply(warehouse, order, step / ORDERS.size()));
      check(warehouse, trace);
    }
  }

  private String apply(Warehouse warehouse, String order, int kind) {
    if (kind == 3) {
      warehouse.expire(order);
      return order + " expires";
    }
    Command command = Command.values()[kind];
    Answer answer = warehouse.obey(order, command, LINES);
    answers.add(answer);
    return order + " " + command + ": " + answer;
  }

  private static void check(Warehouse warehouse, List<String> trace) {
    for (String sku : List.of("A", "B")) {
      long onHand = warehouse.onHand.get(sku);
      long reserved = warehouse.reserved.get(sku);
      long seed = sku.equals("A") ? 3 : 1;
      boolean sound =
          reserved >= 0
              && reserved <= onHand
              && reserved == warehouse.held(sku)
              && onHand == seed - warehouse.sold(sku);
      if (!sound) {
        throw new AssertionError(sku + " is unsound after " + trace);
      }
    }
    if (warehouse.sales.values().stream().anyMatch(times -> times > 1)) {
      throw new AssertionError("sold twice: " + trace);
    }
  }
}
